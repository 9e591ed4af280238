// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/spline_curve.hpp"

namespace ampsweep::analysis {

/// FIR, static curve, FIR.
struct WienerHammerstein {
  std::vector<double> pre;
  SplineCurve curve{1.0, 1.0};
  std::vector<double> post;
  double offset{0.0};
  int rounds{0};

  [[nodiscard]] std::size_t history() const { return pre.size() + post.size() - 2; }
  /// Row n is the output at sound[n + history()].
  [[nodiscard]] std::vector<double> predict(std::span<const double> sound) const;
};

struct WienerHammersteinSpec {
  std::size_t pre_taps{256};
  std::size_t post_taps{4096};
  std::size_t excerpt{96000};  ///< Rows (the loudest) on which pre and curve are found.
  int rounds{12};              ///< At most.
};

/// Alternating least squares, always the same steps for the same sound: a damped Gauss-Newton step
/// of both filters and the curve together, then curve and second filter each solved for exactly.
/// Started from no first filter and from `linear`, the best linear filter, as the first one; the
/// better start is carried on. At the end the second filter is solved for on the whole sound.
///
/// Shape:    as fit_firs(): the first history() samples of `sound` come before the first row.
/// Needs:    finite, not silent; linear: pre_taps values.
/// Limits:   nothing promises the global minimum; a device with two clipping stages needs another
///           model.
/// Accuracy: a known system is found with an ESR below 1e-4 on other sound:
///           tests/analysis/block_models_test.cpp.
/// Source:   Bai, Automatica 34(3) 1998 (the split into linear steps); Schoukens, Tiels, Automatica
///           85, 2017 (starting values from the best linear approximation).
[[nodiscard]] WienerHammerstein fit_wiener_hammerstein(std::span<const double> sound,
                                                       std::span<const double> target,
                                                       std::span<const double> linear,
                                                       const WienerHammersteinSpec& spec);

}  // namespace ampsweep::analysis
