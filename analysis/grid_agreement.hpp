// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "analysis/frame_grid.hpp"

namespace ampsweep::analysis {

/// The curve of one stretch of a sound.
struct StretchCurve {
  std::size_t from{0};  ///< Of its first sample in the sound.
  GridCurve curve;
};

/// The place, in the whole sound, where the frames of several stretches begin.
struct GridPlace {
  std::size_t at{0};   ///< 0 .. modulo - 1.
  double depth{0.0};   ///< Mean fall of the log power there, nepers of power.
  double sigmas{0.0};  ///< Of all stretches together over the other places; 0: no two agree.
  int stretches{0};    ///< That show it: kSeenByOne sigmas and more.
};

/// All stretches are witnesses to one place, so many that each hardly sees are seen together; two
/// have to see it each. What a place has to stand out of are the other places of the same sound:
/// no shape of their distribution is taken for granted. `modulo` is the hop, or a part of it where
/// a coder's frames vary in length: then the best place of each remainder counts.
///
/// Needs: curves of one hop, a multiple of modulo.
/// Proof: tests/analysis/grid_agreement_test.cpp.
[[nodiscard]] GridPlace agreed_place(const std::vector<StretchCurve>& stretches,
                                     std::size_t modulo);

inline constexpr double kSeenByOne = 2.5;

}  // namespace ampsweep::analysis
