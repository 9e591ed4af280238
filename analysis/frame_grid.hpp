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

/// How much less frames hold that begin at a place than those that begin beside it, place by place
/// of a coder's hop: at the place where the coder's own frames begin, the coefficients that it
/// rounded to nothing are nothing again.
struct GridCurve {
  std::vector<double> fall;     ///< Mean fall of the log power, nepers of power.
  std::vector<double> witness;  ///< Sum over the frames, each in its own sigmas.
  double level{0.0};            ///< Mean log power of all frames, nepers.
  double alike{0.0};  ///< Largest correlation of two frames away from the lowest place, -1..1.
};

/// From the mean log power of the coefficients, row by row a frame, against the place it was begun
/// at; each row goes on where the one before ends. Of each frame a place counts by how far it lies
/// below those four samples beside it, over the spread of that, at most kMostFromFrame: a note's
/// onset moves one frame a lot, a coder all of them. The ends of the first and the last row, which
/// have no neighbour, do not count. That takes the frames for witnesses of their own: a sound that
/// is periodic in the hop, or in a few of them, is one frame many times over (`alike` 1), and means
/// nothing.
/// Proof: tests/analysis/frame_grid_test.cpp, tests/faults/codec_trace_test.cpp.
[[nodiscard]] GridCurve grid_curve(const std::vector<std::vector<double>>& frames);

inline constexpr double kMostFromFrame = 5.0;
/// Frames of a sound that is not periodic in the hop are less alike.
inline constexpr double kMostAlike = 0.9;

/// Of a lapped transform (AAC, Vorbis), six frames. Needs: kGridStretch samples, n = 1,024.
[[nodiscard]] GridCurve lapped_curve(LappedTransform& transform, std::span<const float> stretch);

/// Of MPEG-1 layer III, twelve granules. Needs: kGridStretch samples.
[[nodiscard]] GridCurve hybrid_curve(const HybridBank& bank, std::span<const float> stretch);

/// `level` of nothing but what rounding to steps of `step` leaves, full scale 1: no zero can be
/// seen below it. Within 0.1 neper; tests/analysis/frame_grid_test.cpp.
[[nodiscard]] double lapped_rounding_level(double step);
[[nodiscard]] double hybrid_rounding_level(double step);

}  // namespace ampsweep::analysis
