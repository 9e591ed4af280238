// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>

#include "analysis/knob_error.hpp"
#include "analysis/sound_map.hpp"

namespace ampsweep::analysis {

/// How much is known of what a take should sound like: residuals of all takes but that one, which
/// none of the others believes, over their spreads; their covariance, shrunk towards its diagonal
/// the more the fewer takes there are for so many features; times the spread of the prediction at
/// that take. A second wrong take counts no more than twice the usual. Of more than 500 takes every
/// n-th is used.
///
/// Nothing:  when the covariance cannot be inverted.
/// Accuracy: planted faults, tests/rig/dataset/knob_truth_test.cpp.
[[nodiscard]] std::optional<PrintWeights> left_out_weights(const SoundMap& map, std::size_t take);

}  // namespace ampsweep::analysis
