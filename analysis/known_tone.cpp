// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/known_tone.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

#include "analysis/phasor_sums.hpp"
#include "analysis/small_cholesky.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kBandEnd = 0.45;
constexpr std::size_t kReseed = 512;        ///< Rotations between two exact phasors.
constexpr double kFloatPowerFloor = 1e-14;  ///< Of the total power: what the sums can resolve.

/// Needs: the lower triangle of a positive definite matrix: two periods make it one.
std::vector<double> solve_gram(std::vector<double> gram, std::vector<double> b) {
  const auto solver = SmallCholesky<double>::factor(std::move(gram), b.size());
  assert(solver);
  return solver ? solver->solve(std::move(b)) : std::vector<double>(b.size(), 0.0);
}

/// Sums of x[n] times cos and sin of every order, n centred; index 0 is the constant.
struct HarmonicSums {
  std::vector<double> even;
  std::vector<double> odd;
  double energy{0.0};
};

HarmonicSums harmonic_sums(std::span<const float> x, double omega, std::size_t orders) {
  HarmonicSums sums{std::vector<double>(orders + 1), std::vector<double>(orders + 1), 0.0};
  std::vector<double> re(orders + 1);
  std::vector<double> im(orders + 1);
  std::vector<double> turn_re(orders + 1);
  std::vector<double> turn_im(orders + 1);
  const double centre = 0.5 * (static_cast<double>(x.size()) - 1.0);
  for (std::size_t k = 0; k <= orders; ++k) {
    turn_re[k] = std::cos(static_cast<double>(k) * omega);
    turn_im[k] = std::sin(static_cast<double>(k) * omega);
  }
  for (std::size_t n = 0; n < x.size(); ++n) {
    if (n % kReseed == 0) {
      for (std::size_t k = 0; k <= orders; ++k) {
        const double phase = static_cast<double>(k) * omega * (static_cast<double>(n) - centre);
        re[k] = std::cos(phase);
        im[k] = std::sin(phase);
      }
    }
    const double sample = x[n];
    sums.energy += sample * sample;
    for (std::size_t k = 0; k <= orders; ++k) {
      sums.even[k] += sample * re[k];
      sums.odd[k] += sample * im[k];
      const double turned = re[k] * turn_re[k] - im[k] * turn_im[k];
      im[k] = re[k] * turn_im[k] + im[k] * turn_re[k];
      re[k] = turned;
    }
  }
  return sums;
}

/// Coefficients of 1, cos .. (even) or sin .. (odd, index 0 unused).
std::vector<double> even_part(const HarmonicSums& sums, double omega, std::size_t count) {
  const std::size_t n = sums.even.size();
  std::vector<double> gram(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const double apart = cosine_sum(static_cast<double>(i - j) * omega, count);
      const double together = cosine_sum(static_cast<double>(i + j) * omega, count);
      gram[i * n + j] = 0.5 * (apart + together);
    }
  }
  return solve_gram(std::move(gram), sums.even);
}

std::vector<double> odd_part(const HarmonicSums& sums, double omega, std::size_t count) {
  const std::size_t n = sums.odd.size() - 1;
  std::vector<double> gram(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const double apart = cosine_sum(static_cast<double>(i - j) * omega, count);
      const double together = cosine_sum(static_cast<double>(i + j + 2) * omega, count);
      gram[i * n + j] = 0.5 * (apart - together);
    }
  }
  return solve_gram(std::move(gram), {sums.odd.begin() + 1, sums.odd.end()});
}

}  // namespace

double KnownTone::explained() const {
  if (!(total_rms > 0.0)) return 0.0;
  return 1.0 - residual_rms * residual_rms / (total_rms * total_rms);
}

int orders_in_band(double omega, int most) {
  return std::min(most, static_cast<int>(std::floor(kBandEnd * 2.0 * std::numbers::pi / omega)));
}

KnownTone fit_known_tone(std::span<const float> x, double omega, int orders) {
  assert(omega > 0.0 && orders >= 1 && orders * omega < std::numbers::pi);
  const auto count = static_cast<double>(x.size());
  assert(count * omega >= 4.0 * std::numbers::pi);
  const auto most = static_cast<std::size_t>(orders);
  const HarmonicSums sums = harmonic_sums(x, omega, most);
  const std::vector<double> even = even_part(sums, omega, x.size());
  const std::vector<double> odd = odd_part(sums, omega, x.size());

  KnownTone tone;
  tone.dc = even[0];
  double explained = even[0] * sums.even[0];
  for (std::size_t k = 1; k <= most; ++k) {
    explained += even[k] * sums.even[k] + odd[k - 1] * sums.odd[k];
    const double back = -0.5 * (count - 1.0) * omega * static_cast<double>(k);
    tone.orders.push_back(std::complex{even[k], -odd[k - 1]} * std::polar(1.0, back));
  }
  const double average = sums.even[0] / count;
  const double power = std::max(0.0, sums.energy / count - average * average);
  const double left = std::max(sums.energy - explained, kFloatPowerFloor * sums.energy);
  tone.total_rms = std::sqrt(power);
  tone.residual_rms = std::sqrt(left / count);
  const double free = std::max(1.0, count - 2.0 * static_cast<double>(orders) - 1.0);
  tone.sigma = std::sqrt(2.0 * left / free / count);
  return tone;
}

}  // namespace ampsweep::analysis
