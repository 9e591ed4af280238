// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "rig/gui/plot/trace_data.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig::gui {

/// The spectrum of a sound to look at: frequency in Hz from the first line up, level in dBFS peak
/// of the sine that would give it. Hann windows of at most `window` samples, half overlapped, their
/// powers averaged; a shorter sound takes the largest power of two that it fills.
///
/// Accuracy: a sine on a line reads its peak within 0.01 dB, half way between two lines 1.42 dB
///           less; tests/rig/gui/sound_spectrum_test.cpp.
/// Returns:  nullptr where there is no spectrum: fewer than 64 samples, one that is not finite.
/// Cost:     one FFT per half window. Thread: any.
[[nodiscard]] std::shared_ptr<const TraceData> sound_spectrum(std::span<const float> sound,
                                                              SampleRate rate, std::size_t window);

}  // namespace ampsweep::rig::gui
