// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/servo/serial_exchange.hpp"

#include <algorithm>
#include <utility>

namespace ampsweep::rig {

using namespace std::chrono_literals;

SerialExchange::SerialExchange(std::unique_ptr<SerialLine> line, Clock& clock)
    : line_(std::move(line)), clock_(clock) {}

Result<void> SerialExchange::open() {
  try {
    line_->open();
  } catch (const SetupError& error) {
    if (!opened_) throw;
    return tl::unexpected(Fault{FaultCode::KnobNotReached, error.what()});
  }
  opened_ = true;
  return {};
}

Result<void> SerialExchange::send(ByteView request) {
  // Bounded: a device that talks without end must not keep us here.
  for (int stale = 0; stale < 64; ++stale) {
    auto old = line_->read(0ns);
    if (!old) return tl::unexpected(old.error());
    if (old->empty()) break;
  }
  return line_->write(request);
}

Result<Bytes> SerialExchange::listen(std::chrono::nanoseconds limit,
                                     const std::function<bool(ByteView)>& enough) {
  constexpr std::size_t kMost = 4096;
  Bytes heard;
  const auto end = clock_.now() + limit;
  for (auto left = limit; left > 0ns && heard.size() < kMost; left = end - clock_.now()) {
    auto bytes = line_->read(left);
    if (!bytes) return tl::unexpected(bytes.error());
    heard.insert(heard.end(), bytes->begin(), bytes->end());
    if (!bytes->empty() && enough(heard)) break;
  }
  return heard;
}

Fault SerialExchange::no_answer(const std::string& who) const {
  return {FaultCode::KnobNotReached, who + " on \"" + name() + "\" gave no sound answer in " +
                                         std::to_string(kTries) +
                                         " tries: check its power, its cable and its number"};
}

}  // namespace ampsweep::rig
