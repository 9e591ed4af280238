// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace ampsweep::analysis {

/// Levels as a polynomial of the knobs: constant, x, x^2 and the products of two where there are
/// twice as many takes as unknowns, else constant and x. Coarser than SoundMap, but it has slopes.
///
/// Accuracy: exact for polynomials of that kind; tests/analysis/setting_polynomial_test.cpp.
class SettingPolynomial {
 public:
  /// A row per take. Nothing: fewer takes than twice 1 + knobs, or settings that do not tell the
  /// knobs apart.
  [[nodiscard]] static std::optional<SettingPolynomial> fit(
      const std::vector<std::vector<double>>& at, const std::vector<std::vector<double>>& level_db);

  /// Change of every level while one knob goes from `from` to `to`, the others at `at`.
  [[nodiscard]] std::vector<double> change(std::vector<double> at, std::size_t knob, double from,
                                           double to) const;

 private:
  SettingPolynomial() = default;

  bool square_{false};
  std::vector<std::vector<double>> weight_;  ///< [feature][term]
};

}  // namespace ampsweep::analysis
