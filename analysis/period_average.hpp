// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// What equal periods of one or two sounds have in common at one bin, and what differs. Complex
/// amplitudes: a exp(j phi) for a cos(2 pi k n / period + phi).
struct PeriodLine {
  std::complex<double> output{};      ///< Mean over the periods.
  std::complex<double> input{};       ///< Same, of the second sound; 0 without one.
  double output_variance{0.0};        ///< Of one period, unbiased.
  double input_variance{0.0};         ///< Of one period.
  std::complex<double> covariance{};  ///< Of output and conj(input), one period.
  double first_deviation{0.0};        ///< |first period - mean|^2, output
  double last_deviation{0.0};         ///< |last period - mean|^2, output
  std::complex<double> step{};        ///< Sum of (next period) x conj(period), output.
};

/// Where the periods stand.
struct Periods {
  std::size_t first{0};   ///< Sample of the first period.
  double early{0.0};      ///< Sound's own zero lies this many samples further on: phases count
                          ///< from there.
  std::size_t length{0};  ///< Of one period; even.
  int count{2};
};

/// Bins 0 .. length/2 - 1 of `periods` equal stretches that follow each other.
///
/// Needs: count >= 2; output, and input unless empty, reach to first + count * length.
/// Cost:  one FFT a period and sound.
[[nodiscard]] std::vector<PeriodLine> average_periods(std::span<const float> output,
                                                      std::span<const float> input,
                                                      const Periods& periods);

}  // namespace ampsweep::analysis
