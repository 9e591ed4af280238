// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Hum of the mains in a stretch too short for measure_hum(): the first ten harmonics of 50 or of
/// 60 Hz exactly, whichever explain more; only lines that stand out of the noise count.
/// Nothing when none does.
///
/// Needs:    0.2 s at least, else nothing; finite samples.
/// Accuracy: within 0.5 dB in 0.4 s and more where the mains are within 0.1 Hz of their name and
/// the
///           hum lies in its first four lines, 20 dB over the noise; white noise alone is called
///           hum in fewer than 1 of 100; tests/analysis/mains_level_test.cpp. Pieces of 0.2 to 0.4
///           s are averaged, in which a line 0.4 Hz off its place still sums up.
/// Cost:     ten lines twice over the samples.
/// Thread:   any.
[[nodiscard]] std::optional<DbFsRms> mains_level(std::span<const float> x, SampleRate rate);

}  // namespace ampsweep::analysis
