// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/wiener_hammerstein_steps.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/fir_fit.hpp"
#include "analysis/hermitian.hpp"
#include "analysis/wiener_hammerstein_newton.hpp"

namespace ampsweep::analysis {
namespace {

constexpr int kMostAttempts = 5;       ///< With ever more damping.
constexpr double kCurveRidge = 1e-10;  ///< Of the mean energy of the curve's terms.
constexpr double kCurveBend = 1e-8;    ///< The same, on the weights' second differences.

double squares(std::span<const double> x) {
  double sum = 0.0;
  for (const double sample : x) sum += sample * sample;
  return sum;
}

std::vector<double> through(const SplineCurve& curve, std::span<const double> v) {
  std::vector<double> u(v.size());
  for (std::size_t n = 0; n < v.size(); ++n) u[n] = curve.value(v[n]);
  return u;
}

}  // namespace

WienerSteps::WienerSteps(std::span<const double> sound, std::span<const double> target,
                         std::size_t post_taps)
    : sound_(sound.begin(), sound.end()),
      target_(target.begin(), target.end()),
      post_taps_(post_taps),
      bank_({sound_}, sound.size() - target.size() - post_taps + 2) {}

std::vector<double> WienerSteps::filtered(const WienerHammerstein& model) {
  return bank_.apply(model.pre);
}

double WienerSteps::error(const WienerHammerstein& model) {
  const std::vector<double> y = FixedFir{model.post}.apply(through(model.curve, filtered(model)));
  double sum = 0.0;
  for (std::size_t n = 0; n < y.size(); ++n) {
    const double e = target_[n] - model.offset - y[n];
    sum += e * e;
  }
  return sum;
}

WienerHammerstein WienerSteps::start(std::span<const double> pre) {
  WienerHammerstein model;
  model.pre.assign(pre.begin(), pre.end());
  renew_curve(model);
  const std::vector<double> v = filtered(model);
  solve_post(model, v);
  solve_curve(model, v);
  return model;
}

double WienerSteps::round(WienerHammerstein& model) {
  improve_all(model);
  renew_curve(model);
  const std::vector<double> v = filtered(model);
  solve_curve(model, v);
  solve_post(model, v);
  return error(model);
}

/// Brings the first filter's output to rms 1 and gives the curve a range that fits it; the curve
/// itself is a straight line then.
void WienerSteps::renew_curve(WienerHammerstein& model) {
  const std::vector<double> v = filtered(model);
  const double level = std::sqrt(squares(v) / static_cast<double>(v.size()));
  double largest = 0.0;
  for (const double sample : v) largest = std::max(largest, std::abs(sample) / level);
  for (double& tap : model.pre) tap /= level;
  model.curve = SplineCurve{1.0, largest};
}

void WienerSteps::solve_post(WienerHammerstein& model, std::span<const double> v) {
  FirFit fit = fit_firs({through(model.curve, v)}, target_, post_taps_);
  model.post = std::move(fit.taps[0]);
  model.offset = fit.offset;
}

void WienerSteps::solve_curve(WienerHammerstein& model, std::span<const double> v) {
  constexpr std::size_t kTerms = SplineCurve::kTerms;
  FixedFir post{model.post};
  std::vector<std::vector<double>> terms(kTerms, std::vector<double>(v.size(), 0.0));
  for (std::size_t n = 0; n < v.size(); ++n) {
    const auto place = model.curve.at(v[n]);
    for (std::size_t k = 0; k < 4; ++k) terms[place.first + k][n] = place.value[k];
  }
  for (auto& term : terms) term = post.apply(term);
  std::vector<double> gram(kTerms * kTerms, 0.0);
  std::vector<double> weights(kTerms, 0.0);
  double trace = 0.0;
  for (std::size_t i = 0; i < kTerms; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0.0;
      for (std::size_t n = 0; n < target_.size(); ++n) sum += terms[i][n] * terms[j][n];
      gram[i * kTerms + j] = sum;
    }
    trace += gram[i * kTerms + i] / kTerms;
    for (std::size_t n = 0; n < target_.size(); ++n) {
      weights[i] += terms[i][n] * (target_[n] - model.offset);
    }
  }
  const double bend = kCurveBend * trace;
  for (std::size_t i = 0; i < kTerms; ++i) gram[i * kTerms + i] += kCurveRidge * trace;
  for (std::size_t i = 2; i < kTerms; ++i) {  // (w[i] - 2 w[i-1] + w[i-2])^2
    gram[i * kTerms + i] += bend;
    gram[(i - 1) * kTerms + i - 1] += 4.0 * bend;
    gram[(i - 2) * kTerms + i - 2] += bend;
    gram[i * kTerms + i - 1] -= 2.0 * bend;
    gram[(i - 1) * kTerms + i - 2] -= 2.0 * bend;
    gram[i * kTerms + i - 2] += bend;
  }
  cholesky(std::span(gram), kTerms);
  solve_cholesky(std::span<const double>(gram), std::span(weights));
  model.curve.set_weights(weights);
  curve_factor_ = std::move(gram);
}

void WienerSteps::improve_all(WienerHammerstein& model) {
  const std::vector<double> v = filtered(model);
  std::vector<double> residual = FixedFir{model.post}.apply(through(model.curve, v));
  for (std::size_t n = 0; n < residual.size(); ++n) {
    residual[n] = target_[n] - model.offset - residual[n];
  }
  const double before = squares(residual);
  WienerTangent tangent{model, bank_, sound_, v, curve_factor_};
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    const WienerHammerstein tried = changed(model, tangent.solve(residual, damping_));
    if (error(tried) < before) {
      model = tried;
      damping_ = std::max(damping_ * 0.1, 1e-10);
      return;
    }
    damping_ = std::min(damping_ * 30.0, 1e3);
  }
}

}  // namespace ampsweep::analysis
