// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/small_cholesky.hpp"

namespace ampsweep::analysis {

/// Levels as a polynomial of the knobs: constant, x, x^2 and the products of two where there are
/// twice as many takes as unknowns, else constant and x. Coarser than SoundMap, but it has slopes.
///
/// Accuracy: exact for polynomials of that kind; sigma as the scatter of 200 noisy sets within 15
///           %; tests/analysis/setting_polynomial_test.cpp.
class SettingPolynomial {
 public:
  /// A row per take. Nothing: fewer takes than twice 1 + knobs, or settings that do not tell the
  /// knobs apart.
  [[nodiscard]] static std::optional<SettingPolynomial> fit(
      const std::vector<std::vector<double>>& at, const std::vector<std::vector<double>>& level_db);

  /// Change of every level while one knob goes from `from` to `to`, the others at `at`.
  [[nodiscard]] std::vector<double> change(const std::vector<double>& at, std::size_t knob,
                                           double from, double to) const;
  /// One sigma of change() for a level whose residual has one sigma of 1.
  [[nodiscard]] double unit_sigma(const std::vector<double>& at, std::size_t knob, double from,
                                  double to) const;
  /// Rms of what is left over of a level, takes less unknowns.
  [[nodiscard]] double residual(std::size_t feature) const { return residual_[feature]; }

 private:
  explicit SettingPolynomial(SmallCholesky<double> normal) : normal_(std::move(normal)) {}
  [[nodiscard]] std::vector<double> step(std::vector<double> at, std::size_t knob, double from,
                                         double to) const;

  bool square_{false};
  SmallCholesky<double> normal_;
  std::vector<std::vector<double>> weight_;  ///< [feature][term]
  std::vector<double> residual_;
};

}  // namespace ampsweep::analysis
