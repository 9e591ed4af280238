// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/mains_level.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "analysis/known_tone.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr Seconds kShortest{0.2};
/// Longer stretches are heard in pieces: over more time mains are not within a bin of their name.
constexpr Seconds kPiece{0.4};
constexpr int kOrders = 10;
/// A line of noise alone exceeds this once in 7000, among the twenty looked at 3 times in 1000.
constexpr double kStandsOut = 3.62;

/// Squares of a line's two parts over their variance, mean of so many pieces, that noise alone
/// exceeds as seldom as a normal draw kStandsOut sigma (chi-square; Wilson, Hilferty 1931).
double least_square(std::size_t pieces) {
  const double share = 1.0 / (9.0 * static_cast<double>(pieces));
  return 2.0 * std::pow(1.0 - share + kStandsOut * std::sqrt(share), 3.0);
}

/// Mean square of the lines of `mains` that stand out.
double power_of(std::span<const float> x, SampleRate rate, double mains_hz) {
  const double omega = 2.0 * std::numbers::pi * mains_hz / rate.value();
  const int orders = orders_in_band(omega, kOrders);
  const auto piece = static_cast<std::size_t>(samples(kPiece, rate).value());
  const std::size_t pieces = (x.size() + piece - 1) / piece;
  const std::size_t length = x.size() / pieces;
  std::vector<double> squares(static_cast<std::size_t>(orders), 0.0);
  double variance = 0.0;
  for (std::size_t i = 0; i < pieces; ++i) {
    const KnownTone tone = fit_known_tone(x.subspan(i * length, length), omega, orders);
    for (std::size_t k = 0; k < squares.size(); ++k) {
      squares[k] += std::norm(tone.orders[k]) / static_cast<double>(pieces);
    }
    variance += tone.sigma * tone.sigma / static_cast<double>(pieces);
  }
  double power = 0.0;
  for (const double square : squares) {
    if (square > least_square(pieces) * variance) power += square / 2.0;
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
