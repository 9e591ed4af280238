// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// Holds the frames of a stream against the computer's own clock: a server or interface that says
/// 48 kHz and runs at another rate is heard by nobody, as loopback and amp move together.
///
/// Each second gives one point: how far the stream was ahead of the clock, at its best moment in
/// that second, so that being looked at late counts for nothing. Wrong is a stream of which any two
/// points of the last 20 minutes, T seconds apart, differ by more than
///   0.1 s + two periods + 500 ppm x T:
/// with periods of 1024 frames at 48 kHz 10 % are found within 4 s, 1 % within 18 s, 0.1 % within
/// 5 min, and 0.15 s of sound that went missing at once within 2 s. Quartz clocks keep within
/// 100 ppm each; the computer's may be badly measured at its start.
///
/// Thread: one.
class RateWatch {
 public:
  RateWatch(double rate_hz, int period_frames)
      : rate_(rate_hz), period_s_(period_frames / rate_hz) {}

  /// `frames` were counted at a moment between `before` and `after`, times of a clock that nobody
  /// sets or slews. Gives the rate that was measured, in Hz, once it is wrong: over the stretch in
  /// which it was worst.
  [[nodiscard]] std::optional<double> look(std::chrono::nanoseconds before,
                                           std::chrono::nanoseconds after, std::uint64_t frames);
  /// The stream lost sound and said so (an xrun): what was counted before says nothing any more.
  void begin_again();

 private:
  struct Point {
    double at_s;     ///< Since the first look.
    double ahead_s;  ///< Of the clock.
  };
  [[nodiscard]] std::optional<double> compare(const Point& newest) const;

  double rate_;
  double period_s_;
  std::optional<std::chrono::nanoseconds> start_;
  std::uint64_t first_frames_{0};
  std::optional<Point> best_;  ///< Of the second under way.
  double second_begins_s_{0.0};
  int looks_{0};
  std::deque<Point> points_;
};

/// What to say about a stream that runs at `measured_hz` and was opened at `rate`.
[[nodiscard]] std::string wrong_rate_text(double measured_hz, SampleRate rate);

}  // namespace ampsweep::rig
