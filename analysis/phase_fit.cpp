// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/phase_fit.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ampsweep::analysis {
namespace {

constexpr int kMostSteps = 30;
/// Phase change of the last step, rad: Newton's next one would be about its square.
constexpr double kDone = 1e-6;

using Vector = std::array<double, kPhaseTerms>;
using Matrix = std::array<Vector, kPhaseTerms>;

/// Basis of the model, scaled to at most 1 in the band so that the equations are well conditioned.
class Basis {
 public:
  Basis(const CrossSpectrum& spectrum, std::span<const PhaseTerm> free)
      : low_(spectrum.omega.front()), high_(spectrum.omega.back()), free_(free) {}

  [[nodiscard]] std::size_t size() const { return free_.size(); }
  [[nodiscard]] Vector at(double omega) const {
    Vector g{};
    for (std::size_t i = 0; i < free_.size(); ++i) g[i] = shape(free_[i], omega);
    return g;
  }
  [[nodiscard]] double unit(std::size_t i) const {
    switch (free_[i]) {
      case PhaseTerm::Delay:
        return 1.0 / high_;
      case PhaseTerm::Ac:
        return low_;
      case PhaseTerm::AcCubic:
        return low_ * low_ * low_;
      case PhaseTerm::Constant:
        return 1.0;
    }
    return 1.0;
  }
  [[nodiscard]] std::size_t index(std::size_t i) const {
    return static_cast<std::size_t>(free_[i]);
  }

 private:
  [[nodiscard]] double shape(PhaseTerm term, double omega) const {
    const double inverse = low_ / omega;
    switch (term) {
      case PhaseTerm::Delay:
        return -omega / high_;
      case PhaseTerm::Ac:
        return inverse;
      case PhaseTerm::AcCubic:
        return inverse * inverse * inverse;
      case PhaseTerm::Constant:
        return 1.0;
    }
    return 0.0;
  }
  double low_;
  double high_;
  std::span<const PhaseTerm> free_;
};

/// Likelihood, its slope and curvature at one point, and the scatter of the slope.
struct Normal {
  double in_phase{0.0};
  Vector slope{};
  Matrix curvature{};
  Matrix scatter{};
};

Normal normal_equations(const CrossSpectrum& spectrum, std::span<const double> trust,
                        const PhaseFit& fit, const Basis& basis) {
  Normal sum;
  for (std::size_t k = 0; k < spectrum.omega.size(); ++k) {
    const double phase = model_phase(fit, spectrum.omega[k]);
    const double c = std::cos(phase);
    const double s = std::sin(phase);
    const std::complex<double> cross = spectrum.cross[k];
    const double re = trust[k] * (cross.real() * c + cross.imag() * s);
    const double im = trust[k] * (cross.imag() * c - cross.real() * s);
    const Vector g = basis.at(spectrum.omega[k]);
    sum.in_phase += re;
    for (std::size_t i = 0; i < basis.size(); ++i) {
      sum.slope[i] += im * g[i];
      for (std::size_t j = 0; j <= i; ++j) {
        sum.curvature[i][j] += re * g[i] * g[j];
        sum.scatter[i][j] += im * im * g[i] * g[j];
      }
    }
  }
  return sum;
}

/// What in_phase would be if the model explained everything.
double magnitude_of(const CrossSpectrum& spectrum, std::span<const double> trust) {
  double sum = 0.0;
  for (std::size_t k = 0; k < spectrum.omega.size(); ++k) {
    sum += trust[k] * std::sqrt(std::norm(spectrum.cross[k]));
  }
  return sum;
}

/// Lower Cholesky factor of the leading n x n part; false when not positive definite.
bool factorise(Matrix& a, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = a[i][j];
      for (std::size_t k = 0; k < j; ++k) sum -= a[i][k] * a[j][k];
      if (i != j) {
        a[i][j] = sum / a[j][j];
      } else if (sum > 1e-12 * std::abs(a[i][i])) {
        a[i][i] = std::sqrt(sum);
      } else {
        return false;
      }
    }
  }
  return true;
}

Vector solve_phase(const Matrix& factor, Vector b, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= factor[i][k] * b[k];
    b[i] /= factor[i][i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) b[i] -= factor[k][i] * b[k];
    b[i] /= factor[i][i];
  }
  return b;
}

/// Variance of parameter i: row of curvature^-1 on both sides of the scatter.
double sandwich(const Matrix& factor, const Matrix& scatter, std::size_t n, std::size_t i) {
  Vector unit{};
  unit[i] = 1.0;
  const Vector row = solve_phase(factor, unit, n);
  double variance = 0.0;
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      variance += row[a] * row[b] * (a >= b ? scatter[a][b] : scatter[b][a]);
    }
  }
  return variance;
}

PhaseFit moved(PhaseFit fit, const Basis& basis, const Vector& step, double share) {
  for (std::size_t i = 0; i < basis.size(); ++i) {
    fit.value[basis.index(i)] += share * step[i] * basis.unit(i);
  }
  return fit;
}

/// One Newton step, halved while it would lower the likelihood. False: nothing better found.
bool improve(const CrossSpectrum& spectrum, std::span<const double> trust, const Basis& basis,
             double magnitude, PhaseFit& fit, Normal& here) {
  Matrix factor = here.curvature;
  if (!factorise(factor, basis.size())) return false;
  const Vector step = solve_phase(factor, here.slope, basis.size());
  for (double share = 1.0; share > 0.01; share *= 0.5) {
    const PhaseFit trial = moved(fit, basis, step, share);
    const Normal there = normal_equations(spectrum, trust, trial, basis);
    if (there.in_phase < here.in_phase - 1e-12 * magnitude) continue;
    fit = trial;
    here = there;
    fit.converged = share == 1.0 && std::all_of(step.begin(), step.end(),
                                                [](double x) { return std::abs(x) < kDone; });
    return true;
  }
  return false;
}

}  // namespace

double model_phase(const PhaseFit& fit, double omega) {
  const double inverse = 1.0 / omega;
  return fit[PhaseTerm::Constant] - omega * fit[PhaseTerm::Delay] +
         inverse * (fit[PhaseTerm::Ac] + inverse * inverse * fit[PhaseTerm::AcCubic]);
}

PhaseFit fit_phase(const CrossSpectrum& spectrum, std::span<const double> trust, PhaseFit start,
                   std::span<const PhaseTerm> free) {
  assert(trust.size() == spectrum.omega.size() && spectrum.omega.size() >= free.size());
  const Basis basis(spectrum, free);
  PhaseFit fit = start;
  fit.converged = false;
  fit.sigma.fill(0.0);
  const double magnitude = magnitude_of(spectrum, trust);
  Normal here = normal_equations(spectrum, trust, fit, basis);
  for (int step = 0; step < kMostSteps && !fit.converged; ++step) {
    if (!improve(spectrum, trust, basis, magnitude, fit, here)) break;
  }
  fit.coherence = magnitude > 0.0 ? here.in_phase / magnitude : 0.0;
  Matrix factor = here.curvature;
  if (!factorise(factor, basis.size())) {
    fit.converged = false;
    return fit;
  }
  for (std::size_t i = 0; i < basis.size(); ++i) {
    const double variance = spectrum.oversampling * sandwich(factor, here.scatter, basis.size(), i);
    fit.sigma[basis.index(i)] = std::sqrt(std::max(variance, 0.0)) * basis.unit(i);
  }
  return fit;
}

}  // namespace ampsweep::analysis
