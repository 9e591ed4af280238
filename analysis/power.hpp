// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// What a tone of one level gave at the load. Any rung of a level ladder.
struct DrivePoint {
  DbFsPeak input;   ///< Level of the tone that was played.
  Volts output;     ///< RMS at the load: of the fundamental, or of everything; say which.
  double thd{0.0};  ///< As a fraction: 0.01 is 1 %. A detection limit where nothing was found.
};

[[nodiscard]] Watts power_into(Volts volts, Ohms load);
[[nodiscard]] Volts volts_for(Watts power, Ohms load);

/// How a ladder answers a question.
enum class Reach {
  Found,
  NotReached,    ///< The highest rung is still below: play louder.
  AlreadyAbove,  ///< The lowest rung is above: play softer.
};
[[nodiscard]] const char* to_string(Reach reach);

/// Where a ladder crosses a value, and the two rungs it lies between. With NotReached all three are
/// the highest rung, with AlreadyAbove the lowest.
struct Crossing {
  Reach reach{Reach::NotReached};
  DrivePoint at;     ///< Interpolated.
  DrivePoint below;  ///< The rungs that bracket it: the doubt of `at` is less than their distance.
  DrivePoint above;
  bool only{true};  ///< False when the curve crosses upward again at a higher level.
};

/// Output power where distortion reaches a limit.
struct PowerAtThd {
  double thd{0.0};  ///< The limit, a fraction.
  Crossing crossing;
  Watts power;      ///< At crossing.at; with NotReached the power of the highest rung.
  Watts power_low;  ///< Of the rungs on either side.
  Watts power_high;
};

/// Power into `load` where THD first rises through each limit, between rungs along a straight line
/// of log THD and of output dB over input dB. Distortion that falls through a limit (crossover
/// distortion, noise at the low end) is passed over.
///
/// Needs:    rungs in any order; different input levels.
/// Accuracy: level within 0.03 dB for a cubic on 2 dB rungs, 0.1 dB for tanh and 0.5 dB for a hard
///           clipper on 1 dB rungs; tests/analysis/power_test.cpp.
/// Refuses:  TooShort (fewer than two rungs), BadParameter (a load or limit not above 0, two rungs
///           of one level, rungs not finite or without output).
[[nodiscard]] Measured<std::vector<PowerAtThd>> power_at_thd(std::span<const DrivePoint> ladder,
                                                             Ohms load,
                                                             std::span<const double> limits);
/// The customary limits: 1, 5 and 10 %.
[[nodiscard]] Measured<std::vector<PowerAtThd>> power_at_thd(std::span<const DrivePoint> ladder,
                                                             Ohms load);

/// Input sensitivity: the lowest input level at which the output rises through `wanted`.
///
/// Accuracy: 1e-9 dB on a linear amp; within 0.05 dB for tanh on 1 dB rungs; same test.
/// Refuses:  as power_at_thd.
[[nodiscard]] Measured<Crossing> input_sensitivity(std::span<const DrivePoint> ladder,
                                                   Volts wanted);
[[nodiscard]] Measured<Crossing> input_sensitivity(std::span<const DrivePoint> ladder, Watts wanted,
                                                   Ohms load);

}  // namespace ampsweep::analysis
