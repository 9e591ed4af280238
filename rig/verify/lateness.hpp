// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "rig/verify/verify_pairs.hpp"

namespace ampsweep::rig {

/// By how much a target may answer late where a format declares its alignment. 1 ms is a microphone
/// 30 cm away (0.87 ms) and the head-room of our own takes (4 samples); what an amp's and a
/// cabinet's filters do is no first arrival. The least that an unaligned recording is late by is
/// more: a buffer of 32 samples each way and the converters are 2 ms and up. A convolutional
/// trainer looks back 85 ms and would learn ten times that, but its model is late by it for good; a
/// recurrent one has to keep every sample of it in its state (GuitarML's warns of a few).
inline constexpr double kAllowedLateMs = 1.0;

/// Y answers X later than the head-room of an aligned copy (kFixHeadroomSamples), for sure.
struct Lateness {
  double samples{0.0};           ///< Best guess.
  double at_least_samples{0.0};  ///< Lower end of the interval.
  double ms{0.0};                ///< Of the best guess.
  bool beyond_allowance{false};  ///< The lower end is beyond kAllowedLateMs.
};

/// Empty: not measured, or not late for sure.
[[nodiscard]] std::optional<Lateness> lateness(const PairReport& report);

/// "y.wav is 2000 samples (41.67 ms) late against x.wav".
[[nodiscard]] std::string lateness_text(const Lateness& late, const PairReport& report);

/// Pairs that are late beyond the allowance.
[[nodiscard]] std::size_t late_pairs(const PairSetReport& report);

}  // namespace ampsweep::rig
