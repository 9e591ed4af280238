// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/hybrid_bank.hpp"
#include "analysis/lapped_transform.hpp"

namespace ampsweep::analysis {

/// Samples of a stretch that the searches below look at.
inline constexpr std::size_t kGridStretch = 8704;

/// The place at which frames, begun there, hold the most coefficients that are next to nothing.
struct GridPlace {
  std::size_t at{0};   ///< 0 .. hop - 1.
  double depth{0.0};   ///< Mean fall of the log power there, nepers of power.
  double sigmas{0.0};  ///< Over the other places, which must not share it: a coder's grid is sharp.
};

/// From the mean log power of the coefficients, row by row a frame, against the place it was begun
/// at. Of each frame a place counts by how far it lies below those four samples beside it, over the
/// spread of that, at most kMostFromFrame: a note's onset moves one frame a lot, a coder all of
/// them.
[[nodiscard]] GridPlace sharpest_place(const std::vector<std::vector<double>>& frames);

inline constexpr double kMostFromFrame = 5.0;

/// Of a lapped transform (AAC, Vorbis), six frames. Needs: kGridStretch samples, n = 1,024.
[[nodiscard]] GridPlace lapped_place(LappedTransform& transform, std::span<const float> stretch);

/// Of MPEG-1 layer III, six granules. Needs: kGridStretch samples.
[[nodiscard]] GridPlace hybrid_place(const HybridBank& bank, std::span<const float> stretch);

}  // namespace ampsweep::analysis
