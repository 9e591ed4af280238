// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/servo/feetech_bus.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

/// An answer takes below 1 ms at 1 Mbaud, USB adapters add up to 16 ms.
constexpr auto kReplyTime = 40ms;

std::string bus_name(int id) { return "servo " + std::to_string(id); }

/// On a half-duplex line the host may hear itself: a packet that says what the request said is its
/// echo, wherever in the noise it stands. A read request would else pass for two bytes of data.
bool is_echo(const FeetechReply& reply, ByteView request) {
  const ByteView params = request.subspan(5, request.size() - 6);
  return reply.error == request[4] &&
         std::equal(reply.values.begin(), reply.values.end(), params.begin(), params.end());
}

std::optional<FeetechReply> reply_in(ByteView heard, ByteView request, std::size_t count) {
  FeetechParser parser;
  parser.feed(heard);
  while (auto reply = parser.next()) {
    if (reply->id == request[2] && reply->values.size() == count && !is_echo(*reply, request)) {
      return reply;
    }
  }
  return std::nullopt;
}

}  // namespace

Result<Bytes> FeetechBus::read(int id, FeetechRegister from, int count) {
  const Bytes request = feetech_read(id, from, count);
  return line_.ask<Bytes>(
      request, kReplyTime,
      [&](ByteView heard) -> std::optional<Bytes> {
        auto reply = reply_in(heard, request, static_cast<std::size_t>(count));
        if (!reply) return std::nullopt;
        return std::move(reply->values);
      },
      bus_name(id));
}

Result<FeetechState> FeetechBus::state(int id) {
  Result<FeetechState> last = tl::unexpected(Fault{});
  for (int tries = 0; tries < SerialExchange::kTries; ++tries) {
    const auto values = read(id, FeetechRegister::PresentPosition, kFeetechStateBytes);
    if (!values) return tl::unexpected(values.error());
    const auto state = feetech_state(*values);
    if (state && state->position >= 0 && state->position <= 4095) return *state;
    last = tl::unexpected(Fault{FaultCode::KnobNotReached,
                                bus_name(id) +
                                    " reports a position outside its turn: is it in position "
                                    "mode (register 33 = 0)?"});
  }
  return last;
}

Result<int> FeetechBus::position(int id) {
  auto before = state(id);
  for (int tries = 0; before && tries < SerialExchange::kTries; ++tries) {
    auto now = state(id);
    if (now && std::abs(now->position - before->position) <= 2) return now->position;
    before = now;
  }
  if (!before) return tl::unexpected(before.error());
  return tl::unexpected(
      Fault{FaultCode::KnobNotReached, bus_name(id) + " does not stand still: what turns it?"});
}

Result<void> FeetechBus::write(int id, FeetechRegister from, ByteView values) {
  const Bytes request = feetech_write(id, from, values);
  for (int tries = 0; tries < SerialExchange::kTries; ++tries) {
    if (auto sent = line_.send(request); !sent) return sent;
    // The acknowledgement proves nothing that reading back does not; wait until it is off the bus.
    auto heard = line_.listen(
        kReplyTime, [&](ByteView bytes) { return reply_in(bytes, request, 0).has_value(); });
    if (!heard) return tl::unexpected(heard.error());
    const auto back = read(id, from, static_cast<int>(values.size()));
    if (!back) return tl::unexpected(back.error());
    if (std::equal(back->begin(), back->end(), values.begin(), values.end())) return {};
  }
  return tl::unexpected(
      Fault{FaultCode::KnobNotReached, bus_name(id) + " does not keep register " +
                                           std::to_string(static_cast<int>(from)) +
                                           ": is it an STS3215? Is the line noisy?"});
}

}  // namespace ampsweep::rig
