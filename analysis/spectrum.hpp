// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Power spectral density on a regular grid: density[k] at k * step, in (full scale rms)^2 per Hz.
struct PowerSpectrum {
  Hertz step;
  std::vector<double> density;  ///< One-sided; bin 0 is DC.

  /// Power between two frequencies, bins cut where the band ends inside them.
  [[nodiscard]] double power_between(Hertz from, Hertz to) const;
};

/// Welch's estimate: Hann windows of `segment` samples, half overlapped, averaged; the mean of `x`
/// is taken out first. Divided by the sum of the window's squares, so the density of white noise is
/// its variance over half the rate, whatever the window (ENBW 1.5 bins is accounted for).
///
/// Accuracy: white noise reads its level within 0.1 dB, a sine its power within 0.01 dB once its
///           four bins are summed; tests/analysis/spectrum_test.cpp.
/// Refuses:  TooShort (fewer samples than a segment), NotFinite, BadParameter.
/// Source:   Welch, IEEE Trans. Audio Electroacoust. 15 (1967).
[[nodiscard]] Measured<PowerSpectrum> power_spectrum(std::span<const float> x, SampleRate rate,
                                                     std::size_t segment);

/// Level of one third-octave band.
struct BandLevel {
  Hertz centre;
  DbFsRms level;  ///< -inf for exact silence.
};

/// How many half-overlapped segments power_spectrum averages over `length` samples.
[[nodiscard]] int spectrum_averages(std::size_t length, std::size_t segment);

/// Third-octave levels of a spectrum: exact base-2 bands around 1 kHz, from the lowest that spans
/// five bins up to the last whole band below `top` (half the rate).
[[nodiscard]] std::vector<BandLevel> third_octave_levels(const PowerSpectrum& spectrum, Hertz top);

/// Third-octave levels of an idle stretch, exact base-2 bands around 1 kHz, from the lowest that
/// spans five bins of the analysis (25 Hz for 1 s) up to the last whole band below half the rate.
///
/// Units:    dBFS rms per band: the powers of all bands add up to that of the sound between them.
/// Needs:    at least 0.1 s; 1 s and more for bands down to 25 Hz.
/// Accuracy: white noise within 0.3 dB per band above 200 Hz in 4 s, a tone within 0.01 dB in its
///           band; tests/analysis/spectrum_test.cpp.
/// Refuses:  TooShort, NotFinite, BadParameter.
[[nodiscard]] Measured<std::vector<BandLevel>> third_octave_levels(std::span<const float> x,
                                                                   SampleRate rate);

}  // namespace ampsweep::analysis
