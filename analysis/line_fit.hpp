// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// A spectral line at n x first + m x second base frequency. Harmonic k of one tone is {k, 0}.
struct LineOrder {
  int n{1};
  int m{0};
  friend bool operator==(LineOrder, LineOrder) = default;
};

/// What is fitted: DC and the lines, with amplitudes free, and the base frequencies refined.
struct LineModel {
  std::vector<LineOrder> lines;
  std::array<double, 2> omega{};  ///< rad per sample: where the search starts.
  std::size_t bases{1};           ///< 1: second base unused. 2: both refined.
  /// Done when the phase of the highest line at the record's ends moved less than this, rad; what
  /// is still missing is about its square.
  double settled{1e-5};
};

/// One fitted line: Re(amplitude exp(j omega t)), t in samples from the middle of the record.
struct FittedLine {
  LineOrder order;
  double omega{0.0};
  std::complex<double> amplitude;
  /// Variance of the real (and of the imaginary) part of `amplitude` per unit of white noise
  /// variance: 2 / size for lines that do not disturb one another.
  double unit_variance{0.0};
};

struct LineFit {
  std::array<double, 2> omega{};                ///< Refined.
  std::array<double, 2> omega_unit_variance{};  ///< Per unit of white noise variance.
  double dc{0.0};
  std::vector<FittedLine> lines;  ///< In the model's order.
  std::vector<double> residual;   ///< What is neither DC nor a line.
  std::size_t unknowns{0};
};

/// Least squares for all lines at once, base frequencies refined by Gauss-Newton (IEEE 1057
/// four-parameter fit with many lines).
///
/// Needs:    every line between 0 and pi rad per sample; start within a third of a bin of the truth
///           for the highest line that matters.
/// Nothing:  when the lines cannot be told apart in this record, or the frequency runs away by more
///           than two bins or does not settle.
/// Source:   measurement.md 2.3; IEEE Std 1057.
/// Accuracy: noise-free amplitudes to 1e-10 of the strongest line, frequency to 1e-12 of the rate,
///           on and off bin, from 3 periods on; sigma as predicted within 15 % over 200 noisy
///           records; tests/analysis/line_fit_test.cpp.
[[nodiscard]] std::optional<LineFit> fit_lines(std::span<const double> x, const LineModel& model);

/// Frequency of a line of the model, rad per sample.
[[nodiscard]] double line_omega(LineOrder order, const std::array<double, 2>& omega);

}  // namespace ampsweep::analysis
