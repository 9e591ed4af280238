// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// A smooth curve from sample to sample: a uniform cubic spline in s = asinh(v / scale), so that
/// the knots are dense around zero, where a guitar spends its time, and wide where it is loud.
/// Beyond the range it was made for it goes on straight in s. Not forced to be monotone.
class SplineCurve {
 public:
  static constexpr std::size_t kCells = 28;
  static constexpr std::size_t kTerms = kCells + 3;

  /// The four terms that are not zero at one place, with their slopes against v.
  struct Place {
    std::size_t first{0};
    std::array<double, 4> value{};
    std::array<double, 4> slope{};
  };

  /// A straight line with slope 1. Needs: scale > 0, largest > 0 (range: |v| <= largest).
  SplineCurve(double scale, double largest);

  [[nodiscard]] Place at(double v) const;
  [[nodiscard]] double value(double v) const;
  [[nodiscard]] double slope(double v) const;
  [[nodiscard]] std::span<const double> weights() const { return weights_; }
  /// Needs: kTerms weights.
  void set_weights(std::span<const double> weights);

 private:
  double scale_;
  double reach_;  ///< Largest |s|.
  std::vector<double> weights_;
};

}  // namespace ampsweep::analysis
