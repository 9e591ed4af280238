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
  double alike{0.0};   ///< Largest correlation of two frames' curves away from that place, -1..1.
};

/// From the mean log power of the coefficients, row by row a frame, against the place it was begun
/// at. Of each frame a place counts by how far it lies below those four samples beside it, over the
/// spread of that, at most kMostFromFrame: a note's onset moves one frame a lot, a coder all of
/// them. That takes the frames for witnesses of their own: a sound that is periodic in the hop, or
/// in a few of them, is one frame many times over (`alike` 1), and its `sigmas` mean nothing.
/// Proof: tests/analysis/frame_grid_test.cpp, tests/faults/codec_trace_test.cpp.
[[nodiscard]] GridPlace sharpest_place(const std::vector<std::vector<double>>& frames);

inline constexpr double kMostFromFrame = 5.0;
/// Frames of a sound that is not periodic in the hop are less alike.
inline constexpr double kMostAlike = 0.9;

/// Of a lapped transform (AAC, Vorbis), six frames. Needs: kGridStretch samples, n = 1,024.
[[nodiscard]] GridPlace lapped_place(LappedTransform& transform, std::span<const float> stretch);

/// Of MPEG-1 layer III, six granules. Needs: kGridStretch samples.
[[nodiscard]] GridPlace hybrid_place(const HybridBank& bank, std::span<const float> stretch);

}  // namespace ampsweep::analysis
