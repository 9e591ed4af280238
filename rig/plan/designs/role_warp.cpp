// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/role_warp.hpp"

#include <cassert>
#include <cmath>
#include <numbers>

namespace ampsweep::rig {
namespace {

constexpr double kShape = 1.7;  ///< Both parameters of the Beta distribution.

/// Newton from the next power of two above the root, where the step never overshoots.
double fifth_root(double y) {
  double root = 1.0;
  const auto fifth = [](double x) { return x * x * x * x * x; };
  while (fifth(0.5 * root) >= y) root *= 0.5;
  for (int i = 0; i < 8; ++i) root -= (root - y / (root * root * root * root)) / 5.0;
  return root;
}

/// x^0.7 for 0 < x <= 1.
double power_0_7(double x) { return std::sqrt(fifth_root(x * x * x * x * x * x * x)); }

/// Incomplete Beta function B_x(1.7, 1.7) for 0 < x <= 1/2 by its power series
/// x^a sum (1-b)_n x^n / (n! (a+n)), DLMF 8.17.7.
double incomplete_beta(double x) {
  double sum = 1.0 / kShape;
  double factor = 1.0;
  for (int n = 1; n < 60; ++n) {
    factor *= (n - kShape) / n * x;
    sum += factor / (kShape + n);
  }
  return x * power_0_7(x) * sum;
}

/// Half of B(1.7, 1.7): the whole is symmetric.
double half_beta() {
  static const double half = incomplete_beta(0.5);
  return half;
}

/// For p <= 1/2, where the distribution function is convex: Newton from the right cannot overshoot.
double lower_beta_quantile(double p) {
  if (p == 0.0) return 0.0;
  double x = 0.5;
  for (int i = 0; i < 60; ++i) {
    const double density = power_0_7(x) * power_0_7(1.0 - x);
    const double step = (incomplete_beta(x) - 2.0 * p * half_beta()) / density;
    x -= step;
    if (step <= 1e-15 * x) break;
  }
  return x;
}

/// (1 - cos(pi u)) / 4 = sin(pi u / 2)^2 / 2, by the sine's own series.
double cosine_part(double u) {
  const double x = 0.5 * std::numbers::pi * u;
  double term = x;
  double sine = x;
  for (int n = 2; n < 26; n += 2) {
    term *= -x * x / (n * (n + 1));
    sine += term;
  }
  return 0.5 * sine * sine;
}

double towards_the_ends(double u) { return 0.5 * u + cosine_part(u); }

double from_the_ends(double share) {
  double low = 0.0;
  double high = 0.5;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (towards_the_ends(middle) < share ? low : high) = middle;
  }
  return high;
}

/// Both halves from the lower one, so that the ends and the middle are exact.
template <class Lower>
double mirrored(double x, Lower lower) {
  if (x == 0.5) return 0.5;
  return x < 0.5 ? lower(x) : 1.0 - lower(1.0 - x);
}

}  // namespace

double warped(KnobRole role, double u) {
  assert(u >= 0.0 && u <= 1.0);
  switch (role) {
    case KnobRole::Eq:
      return mirrored(u, lower_beta_quantile);
    case KnobRole::Gain:
    case KnobRole::Level:
      return mirrored(u, towards_the_ends);
    case KnobRole::Other:
      break;
  }
  return u;
}

double unwarped(KnobRole role, double share) {
  assert(share >= 0.0 && share <= 1.0);
  switch (role) {
    case KnobRole::Eq:
      return mirrored(
          share, [](double x) { return x == 0.0 ? 0.0 : 0.5 * incomplete_beta(x) / half_beta(); });
    case KnobRole::Gain:
    case KnobRole::Level:
      return mirrored(share, [](double x) { return x == 0.0 ? 0.0 : from_the_ends(x); });
    case KnobRole::Other:
      break;
  }
  return share;
}

KnobRole warp_role(const Axis& axis) {
  return axis.knob.positions.empty() ? axis.knob.role : KnobRole::Other;
}

}  // namespace ampsweep::rig
