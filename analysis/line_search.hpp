// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analysis/spectrum.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Where to look for a line.
struct SearchBand {
  Hertz from{0.0};
  Hertz to{0.0};
};

/// Frequency of the strongest line of a record: the highest peak of a Hann-windowed spectrum,
/// refined by a parabola.
///
/// Needs:    the record's mean taken out. Lines under two bins (2 / length) are not seen.
/// Nothing:  no peak inside the band.
/// Accuracy: 0.05 bin for a lone line; tests/analysis/line_fit_test.cpp.
[[nodiscard]] std::optional<Hertz> strongest_line(std::span<const double> x, SampleRate rate,
                                                  SearchBand band);

/// Density of what a fit left over: one rectangular window, so that the densities add up exactly to
/// the record's power. Not for sounds that hold strong lines off the bins.
[[nodiscard]] PowerSpectrum leftover_spectrum(std::span<const double> residual, SampleRate rate);

/// Power between two frequencies, each density multiplied by `weight(hz)`.
[[nodiscard]] double weighted_power(const PowerSpectrum& spectrum, SearchBand band,
                                    const std::function<double(double hz)>& weight);

/// Mean density around a frequency, `away` to `reach` hertz from it on both sides, inside the
/// spectrum: the noise that a line standing there is measured against.
[[nodiscard]] double density_around(const PowerSpectrum& spectrum, Hertz centre, Hertz away,
                                    Hertz reach);

/// A line that a fit left over.
struct StrayLine {
  double hz{0.0};
  double amplitude{0.0};  ///< Peak, full scale = 1.
};

/// The highest peak of what a fit left over, if it is a line and not just the highest of the noise:
/// 24 times the density beside it, 1e-5 false among 10^6 bins.
[[nodiscard]] std::optional<StrayLine> stray_line(std::span<const double> residual,
                                                  const PowerSpectrum& leftover, SampleRate rate);

}  // namespace ampsweep::analysis
