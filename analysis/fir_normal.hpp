// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "analysis/fft.hpp"
#include "analysis/fir_bank.hpp"

namespace ampsweep::analysis {

/// The normal equations of fit_firs(): unknowns are the taps of all filters, then the constant.
class FirNormal {
 public:
  /// Needs: as fit_firs(), taps >= 2.
  FirNormal(const std::vector<std::vector<double>>& sounds, std::span<const double> target,
            std::size_t taps);

  [[nodiscard]] const std::vector<double>& right_side() const { return right_side_; }
  [[nodiscard]] std::vector<double> multiply(std::span<const double> unknowns);
  /// An approximate inverse: symmetric and positive.
  [[nodiscard]] std::vector<double> precondition(std::span<const double> residual);

 private:
  struct Correlations;  ///< r_pq[d] = sum_m x_p[m] x_q[m + d], d = 0 .. taps-1.
  [[nodiscard]] std::size_t bins() const { return fft_.size() / 2 + 1; }
  void set_spectra(const Correlations& lags);
  void add_products(std::span<const double> unknowns, std::vector<double>& out);

  std::size_t sounds_;
  std::size_t taps_;
  double rows_;
  double ridge_{0.0};
  RealFft fft_;
  FirBank head_;  ///< Rows before the first wanted one, of sounds that begin in silence.
  FirBank tail_;  ///< Rows after the last wanted one, of sounds that end in silence.
  std::vector<std::complex<double>> spectra_;  ///< [bin][p][q] of the block Toeplitz matrix.
  std::vector<std::complex<double>> factors_;  ///< [bin][p][q]: Cholesky, smoothed, ridge added.
  std::vector<double> sums_;                   ///< Of every column of the rows wanted.
  std::vector<double> right_side_;
};

}  // namespace ampsweep::analysis
