// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/small_cholesky.hpp"
#include "analysis/sound_curve.hpp"

namespace ampsweep::analysis {

/// How much is known about the difference of two fingerprints that should be alike: the inverse of
/// its covariance, feature by feature.
class PrintWeights {
 public:
  /// Independent features, and one gain common to all that may have drifted by `common_db`.
  [[nodiscard]] static PrintWeights independent(std::span<const double> sigma_db, double common_db);
  /// Row by row. Nothing when it cannot be inverted.
  [[nodiscard]] static std::optional<PrintWeights> of_covariance(std::vector<double> covariance,
                                                                 std::size_t features);
  /// a' W b.
  [[nodiscard]] double product(std::span<const double> a, std::span<const double> b) const;
  [[nodiscard]] double misfit(std::span<const double> a) const { return product(a, a); }

 private:
  explicit PrintWeights(SmallCholesky<double> solver) : solver_(std::move(solver)) {}
  SmallCholesky<double> solver_;
};

/// The position of one knob that explains a difference best.
struct KnobErrorFit {
  double error{0.0};          ///< It seems to stand this far above its label, share of the travel.
  double sigma{0.0};          ///< One sigma of `error`, from the knob's slope at its label.
  double misfit_before{0.0};  ///< Weighted square of the difference,
  double misfit_after{0.0};   ///< and of what is left when the knob stands there.
  [[nodiscard]] double explained() const { return misfit_before - misfit_after; }
};

/// `difference`: heard less expected, dB. Searches the knob's whole travel.
///
/// Units:    error in shares of the travel, positive: too high.
/// Accuracy: a displaced knob is found within 3 sigma, without noise within 0.002;
///           tests/analysis/knob_error_test.cpp.
[[nodiscard]] KnobErrorFit fit_knob_error(const SoundCurve& curve, double label,
                                          std::span<const double> difference,
                                          const PrintWeights& weights);

/// One sigma of a knob's error at a position: 1/sqrt(s' W s), s its slope there. Infinite where the
/// knob is not heard.
[[nodiscard]] double knob_error_sigma(const SoundCurve& curve, double position,
                                      const PrintWeights& weights);

}  // namespace ampsweep::analysis
