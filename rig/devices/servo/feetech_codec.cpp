// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/servo/feetech_codec.hpp"

#include <cassert>
#include <numeric>

namespace ampsweep::rig {
namespace {

constexpr std::size_t kHeader = 4;         // FF FF ID LEN
constexpr std::size_t kLongestFrame = 64;  // what LEN may say; noise must not keep us waiting

std::uint8_t low8(int value) { return static_cast<std::uint8_t>(value & 0xFF); }

std::uint8_t checksum(ByteView from_id) {
  return low8(~std::accumulate(from_id.begin(), from_id.end(), 0));
}

Bytes packet(int id, int instruction, ByteView params) {
  assert(params.size() + 2 <= kLongestFrame);
  Bytes bytes{0xFF, 0xFF, low8(id), static_cast<std::uint8_t>(params.size() + 2),
              low8(instruction)};
  bytes.insert(bytes.end(), params.begin(), params.end());
  bytes.push_back(checksum(ByteView{bytes}.subspan(2)));
  return bytes;
}

}  // namespace

Bytes feetech_ping(int id) { return packet(id, 0x01, {}); }

Bytes feetech_read(int id, FeetechRegister from, int count) {
  const Bytes params{static_cast<std::uint8_t>(from), low8(count)};
  return packet(id, 0x02, params);
}

Bytes feetech_write(int id, FeetechRegister from, ByteView values) {
  Bytes params{static_cast<std::uint8_t>(from)};
  params.insert(params.end(), values.begin(), values.end());
  return packet(id, 0x03, params);
}

Bytes feetech_word(int value) {
  assert(value >= 0 && value <= 0xFFFF);
  return {low8(value), low8(value >> 8)};
}

Bytes feetech_goal(int counts, int counts_per_s) {
  Bytes values = feetech_word(counts);
  for (const int word : {0, counts_per_s}) {
    const Bytes two = feetech_word(word);
    values.insert(values.end(), two.begin(), two.end());
  }
  return values;
}

int feetech_signed(ByteView two, int sign) {
  const int word = two[0] | two[1] << 8;
  const int bit = 1 << sign;
  return (word & bit) != 0 ? -(word & ~bit) : word;
}

std::optional<FeetechState> feetech_state(ByteView values) {
  if (values.size() != kFeetechStateBytes) return std::nullopt;
  FeetechState state;
  state.position = feetech_signed(values.subspan(0, 2), 15);
  state.speed = feetech_signed(values.subspan(2, 2), 15);
  state.load = feetech_signed(values.subspan(4, 2), 10);
  state.volts = values[6] / 10.0;
  state.celsius = values[7];
  state.alarms = values[9];
  state.moving = values[10] != 0;
  return state;
}

void FeetechParser::feed(ByteView bytes) {
  pending_.insert(pending_.end(), bytes.begin(), bytes.end());
}

std::optional<FeetechReply> FeetechParser::next() {
  std::size_t at = 0;
  std::optional<FeetechReply> found;
  for (; at + 1 < pending_.size() && !found; ++at) {
    if (pending_[at] != 0xFF || pending_[at + 1] != 0xFF) continue;
    if (at + kHeader > pending_.size()) break;  // perhaps the beginning of one
    const std::size_t length = pending_[at + 3];
    // 0xFF is no id: of three in a row the last two are the header.
    if (pending_[at + 2] == 0xFF || length < 2 || length > kLongestFrame) continue;
    if (at + kHeader + length > pending_.size()) break;
    const ByteView body = ByteView{pending_}.subspan(at + 2, length + 1);
    if (checksum(body) != pending_[at + kHeader + length - 1]) continue;
    found = FeetechReply{body[0], body[2], Bytes(body.begin() + 3, body.end())};
    at += kHeader + length - 1;  // and the loop's own step
  }
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(at));
  return found;
}

}  // namespace ampsweep::rig
