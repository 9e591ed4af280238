// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/exponential_fit.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "analysis/golden_section.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kFewestValues = 8;
constexpr int kTauGrid = 50;
constexpr int kTauRefinements = 40;
constexpr double kResolvedSigmas = 3.0;

/// The decaying part as the boxcar shows it: exp(-t/tau) times sinh(w)/w, w = boxcar / (2 tau).
double decay_seen(double time_s, double tau_s, double boxcar_s) {
  const double w = 0.5 * boxcar_s / tau_s;
  return std::exp(-time_s / tau_s) * (w > 1e-6 ? std::sinh(w) / w : 1.0);
}

struct LinearPart {
  double end{0.0};
  double size{0.0};  ///< start - end
  double left{0.0};  ///< Sum of squares.
};

LinearPart solve_for(std::span<const TimedValue> values, double tau_s, double boxcar_s) {
  const auto count = static_cast<double>(values.size());
  double mean_e = 0.0;
  double mean_v = 0.0;
  for (const TimedValue& value : values) {
    mean_e += decay_seen(value.time_s, tau_s, boxcar_s) / count;
    mean_v += value.value / count;
  }
  double ee = 0.0;
  double ev = 0.0;
  double vv = 0.0;
  for (const TimedValue& value : values) {
    const double e = decay_seen(value.time_s, tau_s, boxcar_s) - mean_e;
    const double v = value.value - mean_v;
    ee += e * e;
    ev += e * v;
    vv += v * v;
  }
  LinearPart part;
  part.size = ee > 0.0 ? ev / ee : 0.0;
  part.end = mean_v - part.size * mean_e;
  part.left = std::max(0.0, vv - part.size * ev);
  return part;
}

double best_tau(std::span<const TimedValue> values, double boxcar_s, double least, double most) {
  const auto left = [&](double log_tau) {
    return solve_for(values, std::exp(log_tau), boxcar_s).left;
  };
  const double from = std::log(least);
  const double step = (std::log(most) - from) / kTauGrid;
  int best = 0;
  double lowest = std::numeric_limits<double>::infinity();
  for (int i = 0; i <= kTauGrid; ++i) {
    const double now = left(from + i * step);
    if (now < lowest) {
      lowest = now;
      best = i;
    }
  }
  return std::exp(
      golden_minimum(from + (best - 1) * step, from + (best + 1) * step, kTauRefinements, left));
}

/// Sigmas of (size, tau) from the Jacobian; the constant is projected out.
struct FitSigmas {
  double size{0.0};
  double tau{0.0};
};

FitSigmas sigmas_of(std::span<const TimedValue> values, double tau_s, double boxcar_s,
                    const LinearPart& part) {
  const auto count = static_cast<double>(values.size());
  const double nudge = 1e-4 * tau_s;
  const auto columns = [&](const TimedValue& value) {
    const double now = decay_seen(value.time_s, tau_s, boxcar_s);
    const double later = decay_seen(value.time_s, tau_s + nudge, boxcar_s);
    return std::pair{now, part.size * (later - now) / nudge};
  };
  double mean_e = 0.0;
  double mean_d = 0.0;
  for (const TimedValue& value : values) {
    const auto [e, d] = columns(value);
    mean_e += e / count;
    mean_d += d / count;
  }
  double ee = 0.0;
  double ed = 0.0;
  double dd = 0.0;
  for (const TimedValue& value : values) {
    const auto [e, d] = columns(value);
    ee += (e - mean_e) * (e - mean_e);
    ed += (e - mean_e) * (d - mean_d);
    dd += (d - mean_d) * (d - mean_d);
  }
  const double variance = part.left / std::max(1.0, count - 3.0);
  const double determinant = ee * dd - ed * ed;
  if (!(determinant > 0.0)) {
    const double infinite = std::numeric_limits<double>::infinity();
    return {infinite, infinite};
  }
  return {std::sqrt(variance * dd / determinant), std::sqrt(variance * ee / determinant)};
}

}  // namespace

Measured<ExponentialFit> fit_exponential(std::span<const TimedValue> values, double boxcar_s) {
  if (values.size() < kFewestValues) {
    return tl::unexpected(
        Refusal{Refusal::Reason::TooShort, "an exponential needs at least eight values"});
  }
  const auto finite = [](const TimedValue& v) {
    return std::isfinite(v.time_s) && std::isfinite(v.value);
  };
  if (!std::all_of(values.begin(), values.end(), finite)) {
    return tl::unexpected(Refusal{Refusal::Reason::NotFinite, "the values are not finite"});
  }
  const double span = values.back().time_s - values.front().time_s;
  if (!(span > 0.0) || !(boxcar_s >= 0.0)) {
    return tl::unexpected(Refusal{Refusal::Reason::BadParameter, "the times do not ascend"});
  }
  const double spacing = span / static_cast<double>(values.size() - 1);
  const double tau = best_tau(values, boxcar_s, 0.5 * spacing, 4.0 * span);
  const LinearPart part = solve_for(values, tau, boxcar_s);
  const FitSigmas sigmas = sigmas_of(values, tau, boxcar_s, part);

  ExponentialFit fit;
  fit.end = part.end;
  fit.start = part.end + part.size;
  fit.change_sigma = sigmas.size;
  fit.residual_rms = std::sqrt(part.left / static_cast<double>(values.size()));
  fit.resolved = std::abs(part.size) > kResolvedSigmas * sigmas.size && tau > spacing && tau < span;
  fit.tau_s = fit.resolved ? tau : std::numeric_limits<double>::quiet_NaN();
  fit.tau_sigma_s = fit.resolved ? sigmas.tau : std::numeric_limits<double>::quiet_NaN();
  return fit;
}

}  // namespace ampsweep::analysis
