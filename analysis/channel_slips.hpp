// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/timing.hpp"

namespace ampsweep::analysis {

/// Slips on the amp channel alone, by its markers against the loopback's: both hear the same
/// clocks, so that what lies between them cannot change by half a sample unless samples were lost.
/// Needs no third marker to tell a slip from drift, as the amp channel by itself does.
///
/// Shape:  bracketed by the end of one marker and the start of the next, in the recording.
/// Needs:  two timings of one take; `marker` is the length of its markers. The amp stands still: a
///         tone control that moves between two markers moves its delay by more than half a sample.
/// Limits: nothing is said where either channel shows slips by itself, nor of less than 5 ms between
///         two readings of the amp of different polarity: where its phase constant lies near 60
///         degrees one may be fitted with it held at 0 and the other with it free, which are two
///         different delays (60 samples apart were seen).
/// Thread: any.
/// Proof:  tests/analysis/channel_slips_test.cpp, tests/rig/capture/discontinuity_test.cpp.
[[nodiscard]] std::vector<Slip> slips_on_amp(const Timing& loopback, const Timing& amp,
                                             SampleCount marker);

}  // namespace ampsweep::analysis
