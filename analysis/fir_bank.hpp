// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "analysis/fft.hpp"

namespace ampsweep::analysis {

/// Several sounds through one FIR filter each, summed, as a linear map of the taps; and its
/// transpose. The first taps-1 samples of every sound are history: row n is
/// sum_p sum_i h_p[i] x_p[n + taps - 1 - i], n = 0 .. rows()-1.
///
/// Shape:    taps of all filters in one vector, filter after filter.
/// Cost:     one FFT a block (overlap-save, block spectra of the sounds are kept: 16 bytes a sample
///           and more). One object per thread.
/// Accuracy: rounding only; tests/analysis/fir_bank_test.cpp.
class FirBank {
 public:
  /// Needs: at least one sound, equal lengths >= taps, taps > 0.
  FirBank(const std::vector<std::vector<double>>& sounds, std::size_t taps);

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t unknowns() const { return sounds_ * taps_; }
  /// Needs: unknowns() taps.
  [[nodiscard]] std::vector<double> apply(std::span<const double> taps);
  /// Transpose of apply. Needs: rows() values.
  [[nodiscard]] std::vector<double> adjoint(std::span<const double> rows);

 private:
  [[nodiscard]] std::span<const std::complex<double>> spectrum(std::size_t sound,
                                                               std::size_t block) const;

  std::size_t sounds_;
  std::size_t taps_;
  std::size_t rows_;
  RealFft fft_;
  std::size_t step_;  ///< Rows a block.
  std::vector<std::complex<double>> spectra_;
};

/// One fixed FIR filter as a linear map of the sound; and its transpose. Row n is
/// sum_i h[i] x[n + taps - 1 - i]: the first taps-1 samples of the sound are history.
class FixedFir {
 public:
  /// Needs: at least one tap.
  explicit FixedFir(std::span<const double> taps);

  /// Needs: at least as many samples as taps. Gives samples - taps + 1 rows.
  [[nodiscard]] std::vector<double> apply(std::span<const double> sound);
  /// Transpose: rows -> rows + taps - 1 samples.
  [[nodiscard]] std::vector<double> adjoint(std::span<const double> rows);

 private:
  std::size_t taps_;
  RealFft fft_;
  std::size_t step_;
  std::vector<std::complex<double>> filter_;
};

}  // namespace ampsweep::analysis
