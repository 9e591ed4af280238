// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/wiener_hammerstein_newton.hpp"

#include <algorithm>
#include <numeric>

#include "analysis/conjugate_gradients.hpp"
#include "analysis/hermitian.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kTangentTerms = SplineCurve::kTerms;
constexpr int kTangentSteps = 40;
constexpr double kTangentEnough = 1e-6;

double mean_square_of(const std::vector<double>& x) {
  return std::inner_product(x.begin(), x.end(), x.begin(), 0.0) / static_cast<double>(x.size());
}

std::vector<double> bent_by(const SplineCurve& curve, std::span<const double> v) {
  std::vector<double> u;
  u.reserve(v.size());
  for (const double sample : v) u.push_back(curve.value(sample));
  return u;
}

std::vector<double> curve_slopes(const SplineCurve& curve, std::span<const double> v) {
  std::vector<double> slopes;
  slopes.reserve(v.size());
  for (const double sample : v) slopes.push_back(curve.slope(sample));
  return slopes;
}

}  // namespace

WienerTangent::WienerTangent(const WienerHammerstein& model, FirBank& bank,
                             std::span<const double> sound, std::span<const double> v,
                             std::span<const double> curve_factor)
    : pre_taps_(model.pre.size()),
      post_taps_(model.post.size()),
      rows_(v.size() - post_taps_ + 1),
      bank_(bank),
      slope_(curve_slopes(model.curve, v)),
      post_(model.post),
      bent_({bent_by(model.curve, v)}, post_taps_),
      pre_inverse_(post_.apply(sound), pre_taps_, mean_square_of(slope_)),
      post_inverse_(bent_by(model.curve, v), post_taps_, 1.0),
      curve_factor_(curve_factor) {
  places_.reserve(v.size());
  for (const double sample : v) places_.push_back(model.curve.at(sample));
}

std::vector<double> WienerTangent::forth(std::span<const double> change) {
  const auto weights = change.subspan(pre_taps_, kTangentTerms);
  std::vector<double> at_curve = bank_.apply(change.first(pre_taps_));
  for (std::size_t n = 0; n < at_curve.size(); ++n) {
    at_curve[n] *= slope_[n];
    for (std::size_t k = 0; k < 4; ++k) {
      at_curve[n] += weights[places_[n].first + k] * places_[n].value[k];
    }
  }
  std::vector<double> rows = post_.apply(at_curve);
  const auto direct = bent_.apply(change.subspan(pre_taps_ + kTangentTerms, post_taps_));
  for (std::size_t n = 0; n < rows.size(); ++n) rows[n] += direct[n] + change.back();
  return rows;
}

std::vector<double> WienerTangent::back(std::span<const double> rows) {
  std::vector<double> at_curve = post_.adjoint(rows);
  std::vector<double> weights(kTangentTerms, 0.0);
  for (std::size_t n = 0; n < at_curve.size(); ++n) {
    for (std::size_t k = 0; k < 4; ++k) {
      weights[places_[n].first + k] += places_[n].value[k] * at_curve[n];
    }
    at_curve[n] *= slope_[n];
  }
  std::vector<double> out = bank_.adjoint(at_curve);
  out.insert(out.end(), weights.begin(), weights.end());
  const auto direct = bent_.adjoint(rows);
  out.insert(out.end(), direct.begin(), direct.end());
  out.push_back(std::accumulate(rows.begin(), rows.end(), 0.0));
  return out;
}

std::vector<double> WienerTangent::precondition(std::span<const double> x, double damping) {
  std::vector<double> out = pre_inverse_.apply(x.first(pre_taps_), damping * pre_inverse_.energy());
  const auto weights = x.subspan(pre_taps_, kTangentTerms);
  out.insert(out.end(), weights.begin(), weights.end());
  solve_cholesky(curve_factor_, std::span(out).subspan(pre_taps_, kTangentTerms));
  const auto direct = post_inverse_.apply(x.subspan(pre_taps_ + kTangentTerms, post_taps_),
                                          damping * post_inverse_.energy());
  out.insert(out.end(), direct.begin(), direct.end());
  out.push_back(x.back() / static_cast<double>(rows_));
  return out;
}

std::vector<double> WienerTangent::solve(std::span<const double> residual, double damping) {
  return conjugate_gradients(
             [&](const std::vector<double>& x) {
               std::vector<double> image = back(forth(x));
               for (std::size_t i = 0; i < pre_taps_; ++i) {
                 image[i] += damping * pre_inverse_.energy() * x[i];
               }
               for (std::size_t i = pre_taps_ + kTangentTerms; i + 1 < x.size(); ++i) {
                 image[i] += damping * post_inverse_.energy() * x[i];
               }
               return image;
             },
             [&](const std::vector<double>& r) { return precondition(r, damping); }, back(residual),
             kTangentEnough, kTangentSteps)
      .x;
}

WienerHammerstein changed(const WienerHammerstein& model, std::span<const double> change) {
  WienerHammerstein out = model;
  for (std::size_t i = 0; i < out.pre.size(); ++i) out.pre[i] += change[i];
  std::vector<double> weights(model.curve.weights().begin(), model.curve.weights().end());
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] += change[out.pre.size() + i];
  out.curve.set_weights(weights);
  for (std::size_t i = 0; i < out.post.size(); ++i) {
    out.post[i] += change[out.pre.size() + weights.size() + i];
  }
  out.offset += change.back();
  return out;
}

}  // namespace ampsweep::analysis
