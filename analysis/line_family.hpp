// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "signals/quantity.hpp"

/// Steady lines whose frequencies hang on one unknown: the comb of the mains (n * f), a tone and
/// its harmonics, the sidebands of a tone (tone +- 2 n f).
namespace ampsweep::analysis {

/// A line at fixed + slope * unknown.
struct FamilyLine {
  Hertz fixed;
  double slope{};
  [[nodiscard]] Hertz at(Hertz unknown) const { return fixed + slope * unknown; }
};

/// A stretch of sound seen through a Hann window, finely enough to look lines up.
class LineSpectrum {
 public:
  /// Needs: at least 16 samples. The window's mean is taken out first.
  LineSpectrum(std::span<const double> x, double rate_hz);

  /// Mean square of a line at the nearest quarter bin; noise counts too.
  [[nodiscard]] double mean_square(Hertz at) const;
  /// Mean square that noise alone shows there: the median of the surroundings (25 Hz either way),
  /// which single lines do not move. `spared` leaves out that much either side of `at`.
  [[nodiscard]] double noise(Hertz at, Hertz spared = Hertz{0.0}) const;
  [[nodiscard]] Hertz bin() const { return Hertz{bin_hz_}; }  ///< 1 / length.

 private:
  double bin_hz_{};
  double step_hz_{};
  std::vector<double> mean_square_;
};

/// Where in [from, to] the lines rise highest over their noise, all spectra together. The spectra
/// must be equally long.
[[nodiscard]] Hertz search_family(std::span<const LineSpectrum> spectra,
                                  std::span<const FamilyLine> lines, Hertz from, Hertz to);

/// Lines of one stretch: x(t) = Re sum amplitude_i exp(j 2 pi f_i t), t = 0 mid-stretch.
struct FamilyFit {
  Hertz unknown;
  Hertz sigma;  ///< Of `unknown`; infinite when no line stood out enough to refine it.
  std::vector<std::complex<double>> amplitude;
  std::vector<double> noise;  ///< Mean square that noise alone shows at each line.
};

/// Hann-weighted least squares: Newton steps from `start` on the summed power of the lines over
/// their noise, then amplitudes, each pass on what the pass before left (so lines do not leak into
/// each other). Lines that do not stand 9 dB above their noise, or whose own peak lies elsewhere,
/// do not vote on the unknown.
///
/// Needs:    lines at least 4 bins apart, `start` within half a bin / slope of the truth.
/// Accuracy: tests/analysis/hum_test.cpp, ripple_test.cpp.
[[nodiscard]] FamilyFit fit_family(std::span<const double> x, double rate_hz,
                                   std::span<const FamilyLine> lines, Hertz start);

/// `x` less the lines of a fit.
[[nodiscard]] std::vector<double> without_lines(std::span<const double> x, double rate_hz,
                                                std::span<const FamilyLine> lines,
                                                const FamilyFit& fit);

/// Mean of `count` squared noise amplitudes over their expectation, exceeded with the probability
/// that a normal variable exceeds `deviations` (Wilson and Hilferty 1931).
[[nodiscard]] double noise_excess(std::size_t count, double deviations);

}  // namespace ampsweep::analysis
