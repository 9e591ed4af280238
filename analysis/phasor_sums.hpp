// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// Time in these functions is t = n - (size - 1) / 2, in samples from the middle of the record;
/// `omega` is in rad per sample.

/// Sum of s[n] exp(-j omega t) over the record, of several records of one size in one pass.
///
/// Accuracy: 1e-12 of the sum of |s| for records up to 10^6 samples;
///           tests/analysis/line_fit_test.cpp.
template <std::size_t Records>
[[nodiscard]] std::array<std::complex<double>, Records> projections(
    const std::array<std::span<const double>, Records>& records, double omega);

/// One line Re(amplitude exp(j omega t)) of a sum, and by how much its omega follows each of two
/// base frequencies.
struct SynthesisLine {
  double omega{0.0};
  std::complex<double> amplitude;
  std::array<double, 2> follows{};
};

/// Sum of a[n] b[n], and of a[n], each in four partial sums.
[[nodiscard]] double lane_dot(std::span<const double> a, std::span<const double> b);
[[nodiscard]] double lane_sum(std::span<const double> a);

/// The sum of lines, and its slope along each base frequency, in units of 1 / size:
/// slope[i] = d sum / d omega_i / size.
struct Synthesis {
  std::vector<double> sum;
  std::array<std::vector<double>, 2> slope;
};

/// `bases`: 0, 1 or 2 slopes are filled.
[[nodiscard]] Synthesis synthesize(std::span<const SynthesisLine> lines, std::size_t size,
                                   std::size_t bases);

/// Sum of cos(omega t) over the record: sin(size omega / 2) / sin(omega / 2).
[[nodiscard]] double cosine_sum(double omega, std::size_t size);

}  // namespace ampsweep::analysis
