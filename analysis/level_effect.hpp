// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace ampsweep::analysis {

/// A figure at a level.
struct LevelValue {
  double level_db{0.0};
  double value{0.0};
};

/// What the values owe to the level alone: medians of up to six groups of equal size and at least
/// eight values, joined by straight lines over level, less their mean over all values. Nothing (all
/// zeros) for fewer than 24 values.
///
/// Shape: one number for each value, in their order.
/// Why:   a driven amp answers loud notes earlier than soft ones, by a sample and more.
[[nodiscard]] std::vector<double> level_effect(std::span<const LevelValue> values);

}  // namespace ampsweep::analysis
