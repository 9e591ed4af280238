// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <utility>

#include "rig/model/midi_events.hpp"
#include "rig/model/midi_message.hpp"

namespace ampsweep::test {

/// A DIN cable at 31,250 baud (320 us a byte) behind a sender with a small buffer: a message that
/// does not fit whole behind what is still waiting is dropped, and nobody is told.
class DinReceiver {
 public:
  explicit DinReceiver(int buffer_bytes) : buffer_bytes_(buffer_bytes) {}

  void arrive(std::chrono::nanoseconds at, const rig::MidiMessage& message) {
    if (arrived > 0) closest = std::min(closest, at - last_);
    last_ = at;
    ++arrived;
    const auto waiting = std::max(free_at_ - at, std::chrono::nanoseconds{0});
    const auto pending = (waiting + kByte - std::chrono::nanoseconds{1}) / kByte;
    if (pending + static_cast<std::int64_t>(message.size()) > buffer_bytes_) {
      ++lost;
      return;
    }
    free_at_ = std::max(free_at_, at) + rig::time_on_cable(message);
    for (const auto& change : reader_.read(message)) {
      stands[{change.channel, change.controller}] = change.value;
    }
  }

  std::int64_t arrived{0};
  std::int64_t lost{0};
  std::chrono::nanoseconds closest{std::chrono::hours{1}};  ///< Between two arrivals.
  std::map<std::pair<int, int>, int> stands;  ///< Last value of each channel's controller.

 private:
  static constexpr std::chrono::nanoseconds kByte{320'000};
  int buffer_bytes_;
  std::chrono::nanoseconds free_at_{0};
  std::chrono::nanoseconds last_{0};
  rig::ControlChangeReader reader_;
};

}  // namespace ampsweep::test
