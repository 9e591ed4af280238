// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/setting_polynomial.hpp"

#include <utility>

#include "analysis/small_cholesky.hpp"

namespace ampsweep::analysis {
namespace {

std::size_t unknowns(std::size_t knobs, bool square) {
  return square ? 1 + 2 * knobs + knobs * (knobs - 1) / 2 : 1 + knobs;
}

/// Around the middle of the travel, so that x and x^2 are told apart.
std::vector<double> terms_of(const std::vector<double>& at, bool square) {
  std::vector<double> terms{1.0};
  for (const double x : at) terms.push_back(2.0 * x - 1.0);
  const std::size_t knobs = at.size();
  for (std::size_t a = 0; square && a < knobs; ++a) {
    for (std::size_t b = a; b < knobs; ++b) terms.push_back(terms[1 + a] * terms[1 + b]);
  }
  return terms;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

std::optional<SettingPolynomial> SettingPolynomial::fit(
    const std::vector<std::vector<double>>& at, const std::vector<std::vector<double>>& level_db) {
  if (at.empty() || at.front().empty()) return std::nullopt;
  const std::size_t knobs = at.front().size();
  const bool square = at.size() >= 2 * unknowns(knobs, true);
  const std::size_t n = unknowns(knobs, square);
  if (at.size() < 2 * n) return std::nullopt;
  const std::size_t features = level_db.front().size();
  std::vector<double> normal(n * n, 0.0);
  std::vector<std::vector<double>> right(features, std::vector<double>(n, 0.0));
  for (std::size_t take = 0; take < at.size(); ++take) {
    const auto terms = terms_of(at[take], square);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) normal[i * n + j] += terms[i] * terms[j];
      for (std::size_t f = 0; f < features; ++f) right[f][i] += terms[i] * level_db[take][f];
    }
  }
  // A knob of two or three values has no x^2 of its own: a little of nothing keeps it solvable.
  for (std::size_t i = 0; i < n; ++i) normal[i * n + i] += 1e-6 * static_cast<double>(at.size());
  auto solver = SmallCholesky<double>::factor(std::move(normal), n);
  if (!solver) return std::nullopt;
  SettingPolynomial fitted;
  fitted.square_ = square;
  for (auto& one : right) fitted.weight_.push_back(solver->solve(std::move(one)));
  return fitted;
}

std::vector<double> SettingPolynomial::change(std::vector<double> at, std::size_t knob, double from,
                                              double to) const {
  at[knob] = from;
  const auto before = terms_of(at, square_);
  at[knob] = to;
  auto terms = terms_of(at, square_);
  for (std::size_t i = 0; i < terms.size(); ++i) terms[i] -= before[i];
  std::vector<double> changes;
  for (const auto& weight : weight_) changes.push_back(dot(terms, weight));
  return changes;
}

}  // namespace ampsweep::analysis
