// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace ampsweep::rig {

/// Signs of clipping below full scale: how often the sound stands still at its own largest value.
struct FlatTops {
  int runs{0};        ///< Of three or more equal samples at the highest or lowest value.
  int longest{0};     ///< Samples in the longest one.
  double level{0.0};  ///< |sample| of the flat tops.
  /// A smooth wave may rest for a few codes at one crest; it does not do so again and again.
  [[nodiscard]] bool clipped() const { return runs >= 3 || longest >= 6; }
};

/// Looks at both polarities of sounds that reach -40 dBFS; softer ones hold still from rounding.
///
/// Accuracy: a 20 Hz sine at -40 dBFS on the 24-bit grid is not flat, the same clipped by 0.1 dB
/// is;
///           tests/rig/verify/flat_tops_test.cpp.
[[nodiscard]] FlatTops flat_tops(std::span<const float> x);

}  // namespace ampsweep::rig
