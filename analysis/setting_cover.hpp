// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace ampsweep::analysis {

/// Values of one knob over all takes.
struct KnobCover {
  std::size_t values{0};  ///< That differ by more than 1e-6 of the travel.
  double low{0.0};
  double high{0.0};
  double largest_gap{0.0};  ///< Between neighbouring values, and to both ends of the travel.
};

/// How the takes fill the space of their knobs.
struct SettingCover {
  std::size_t settings{0};  ///< That differ.
  std::vector<KnobCover> knobs;
  /// Share of the 4 x 4 squares of two knobs that hold a setting, [a][b] for a < b, row by row; for
  /// a knob of fewer than four values its values are the squares' sides.
  std::vector<double> pairs;
  double hole_radius{0.0};      ///< Of the largest empty ball around a point of the space,
  std::vector<double> hole;     ///< and that point; distance over the root of the knobs.
  double expected_radius{0.0};  ///< Of as many settings drawn at random: median of nine draws.
};

/// Needs:    a row per take, knobs 0..1 of their travel, all rows equally long.
/// Method:   largest empty ball: the farthest of 20,000 Halton points and all corners (up to ten
///           knobs), then climbed from; knobs of one value are left out.
/// Accuracy: radius within 5 % of a closed form up to four knobs;
///           tests/analysis/setting_cover_test.cpp.
/// Cost:     O(20,000 x settings x knobs).
[[nodiscard]] SettingCover setting_cover(const std::vector<std::vector<double>>& settings);

/// Takes with one setting, in groups of two and more; every knob within `tolerance`.
[[nodiscard]] std::vector<std::vector<std::size_t>> equal_settings(
    const std::vector<std::vector<double>>& settings, double tolerance = 1e-6);

}  // namespace ampsweep::analysis
