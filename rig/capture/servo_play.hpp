// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "rig/capture/servo_guide.hpp"

namespace ampsweep::rig {

/// The mark at which play and repeatability are measured.
struct TestMark {
  std::string name;  ///< As the person is told.
  double raw{0.0};
};

/// Where the pointer stands on a mark, by the motor alone.
struct PlayFound {
  double below{0.0};               ///< Raw, reached from below.
  std::optional<double> play_deg;  ///< Nothing: not wanted, or skipped.
};

/// The person steps the pointer onto the mark from below (only where the shaft is read: else
/// `mark.raw` is such a position already), then from above. Play holds the pointer back by half of
/// itself on either side, so that the positions differ by the whole of it.
/// `assumed_deg`: what stays when it is skipped; nothing: it is not asked for.
[[nodiscard]] PlayFound measure_play(ServoGuide& guide, const TestMark& mark,
                                     std::optional<double> assumed_deg);

struct Arrivals {
  std::optional<double> spread_deg;  ///< Standard deviation of the shaft, or half of what was seen.
  std::optional<double> sides_deg;   ///< Shaft from above less from below; where it is read.
};

/// `count` arrivals at the mark from `first` and `last` in turn, the last stretch from below.
/// Needs: count >= 2.
[[nodiscard]] Arrivals measure_arrivals(ServoGuide& guide, const TestMark& mark, double first,
                                        double last, int count);

}  // namespace ampsweep::rig
