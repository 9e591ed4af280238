// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace ampsweep::rig {

/// Notices a stream that runs more than twice as fast as its sample rate over a second: an
/// unplugged ALSA device makes RtAudio's loop spin without waiting (reliability.md 7.2).
class PaceWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;
  PaceWatch(double rate_hz, Time now, std::uint64_t frames)
      : rate_(rate_hz), since_(now), frames_(frames) {}

  [[nodiscard]] bool runs_away(Time now, std::uint64_t frames) {
    const std::chrono::duration<double> elapsed = now - since_;
    if (elapsed.count() < 1.0) return false;
    const double played = static_cast<double>(frames - frames_);
    since_ = now;
    frames_ = frames;
    return played > 2.0 * rate_ * elapsed.count();
  }

 private:
  double rate_;
  Time since_;
  std::uint64_t frames_;
};

}  // namespace ampsweep::rig
