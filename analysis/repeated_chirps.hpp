// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "signals/stimulus.hpp"

namespace ampsweep::analysis {

/// Markers of a stimulus that comes as a bare file, without its segments: chirps that occur twice
/// or more, each on its own between silences of 50 ms and more (or an end of the file). Of several
/// kinds of chirp, the one whose copies stand furthest apart: it tells most about drift.
///
/// A chirp is a sound of 20 ms and more whose zero crossings grow rarer or denser from each sixth
/// of it to the next, fourfold from the first to the last. Copies are equal within -60 dB of their
/// rms, and of equal length. Silence is below -80 dBFS, and 60 dB below the file's peak.
///
/// Shape:  role Marker, in order, two or more; empty when there are none.
/// Needs:  finite samples, rate > 0.
/// Cost:   O(length), times the number of sounds of one length.
[[nodiscard]] std::vector<signals::Segment> repeated_chirps(std::span<const float> stimulus,
                                                            SampleRate rate);

}  // namespace ampsweep::analysis
