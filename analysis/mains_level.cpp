// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/mains_level.hpp"

#include <cmath>
#include <numbers>

#include "analysis/known_tone.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr Seconds kShortest{0.2};
constexpr int kOrders = 10;
/// A line of noise alone exceeds this many sigma of its real part once in 5000 (Rayleigh): among
/// the twenty looked at, 4 in 1000.
constexpr double kStandsOut = 4.2;

/// Mean square of the lines of `mains` that stand out.
double power_of(std::span<const float> x, SampleRate rate, double mains_hz) {
  const double omega = 2.0 * std::numbers::pi * mains_hz / rate.value();
  const KnownTone tone = fit_known_tone(x, omega, orders_in_band(omega, kOrders));
  double power = 0.0;
  for (const auto& line : tone.orders) {
    if (std::abs(line) > kStandsOut * tone.sigma) power += std::norm(line) / 2.0;
  }
  return power;
}

}  // namespace

std::optional<DbFsRms> mains_level(std::span<const float> x, SampleRate rate) {
  if (static_cast<std::int64_t>(x.size()) < samples(kShortest, rate).value()) return std::nullopt;
  const double power = std::max(power_of(x, rate, 50.0), power_of(x, rate, 60.0));
  if (!(power > 0.0)) return std::nullopt;
  return level_of_rms(std::sqrt(power));
}

}  // namespace ampsweep::analysis
