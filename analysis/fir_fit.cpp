// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/fir_fit.hpp"

#include "analysis/conjugate_gradients.hpp"
#include "analysis/fir_normal.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kFirEnough = 1e-14;  ///< What stays unexplained for want of steps adds to the ESR.
constexpr int kFirMostSteps = 300;

}  // namespace

FirFit fit_firs(const std::vector<std::vector<double>>& sounds, std::span<const double> target,
                std::size_t taps) {
  FirNormal normal{sounds, target, taps};
  const GradientSolution solution =
      conjugate_gradients([&](const std::vector<double>& x) { return normal.multiply(x); },
                          [&](const std::vector<double>& r) { return normal.precondition(r); },
                          normal.right_side(), kFirEnough, kFirMostSteps);
  FirFit fit;
  for (std::size_t p = 0; p < sounds.size(); ++p) {
    const auto from = solution.x.begin() + static_cast<std::ptrdiff_t>(p * taps);
    fit.taps.emplace_back(from, from + static_cast<std::ptrdiff_t>(taps));
  }
  fit.offset = solution.x.back();
  fit.iterations = solution.iterations;
  fit.left = solution.left;
  return fit;
}

}  // namespace ampsweep::analysis
