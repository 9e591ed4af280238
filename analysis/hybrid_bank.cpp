// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/hybrid_bank.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "analysis/kaiser.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kCutOff = 0.0089323356;
constexpr double kBeta = 10.819894;
constexpr std::array<double, 8> kButterflies{-0.6,   -0.535, -0.33,   -0.185,
                                             -0.095, -0.041, -0.0142, -0.0037};

}  // namespace

HybridBank::HybridBank() {
  double sum = 0.0;
  for (std::size_t i = 0; i < kBankTaps; ++i) {
    const double t = static_cast<double>(i) - 256.0;
    const double angle = 2.0 * kPi * kCutOff * t;
    const double sinc = t == 0.0 ? 1.0 : std::sin(angle) / angle;
    prototype_.push_back(sinc * kaiser(t / 256.0, kBeta));
    sum += prototype_.back();
  }
  for (double& tap : prototype_) tap *= 2.0 / sum;
  for (std::size_t band = 0; band < kSubbands; ++band) {
    for (std::size_t i = 0; i < 64; ++i) {
      phases_[i][band] = std::cos((2.0 * static_cast<double>(band) + 1.0) *
                                  (static_cast<double>(i) - 16.0) * kPi / 64.0);
    }
  }
  for (std::size_t line = 0; line < kSubbandLines; ++line) {
    for (std::size_t i = 0; i < 36; ++i) {
      const auto n = static_cast<double>(i);
      lapped_[i][line] =
          std::sin(kPi / 36.0 * (n + 0.5)) *
          std::cos(kPi / 72.0 * (2.0 * n + 19.0) * (2.0 * static_cast<double>(line) + 1.0));
    }
  }
  for (std::size_t i = 0; i < kButterflies.size(); ++i) {
    straight_[i] = 1.0 / std::hypot(1.0, kButterflies[i]);
    across_[i] = kButterflies[i] * straight_[i];
  }
}

std::array<double, kSubbands> HybridBank::slot(std::span<const float> x, std::size_t number) const {
  assert(x.size() >= kBankTaps);
  // The standard's window has the prototype's sign turned every 64 taps; x runs backwards in it.
  std::array<double, 64> folded{};
  for (std::size_t i = 0; i < kBankTaps; ++i) {
    const double tap = (i / 64) % 2 == 0 ? prototype_[i] : -prototype_[i];
    folded[i % 64] += tap * static_cast<double>(x[kBankTaps - 1 - i]);
  }
  std::array<double, kSubbands> bands{};
  for (std::size_t i = 0; i < phases_.size(); ++i) {
    const auto& phases = phases_[i];
    const double sample = folded[i];
    for (std::size_t band = 0; band < kSubbands; ++band) bands[band] += phases[band] * sample;
  }
  if (number % 2 == 1) {
    for (std::size_t band = 1; band < kSubbands; band += 2) bands[band] *= -1.0;
  }
  return bands;
}

void HybridBank::lines(std::span<const std::array<double, kSubbands>> slots, std::size_t first,
                       std::size_t end, std::array<double, kGranule>& out) const {
  assert(slots.size() >= lapped_.size() && first < end && end <= kSubbands);
  for (std::size_t band = first; band < end; ++band) {
    std::array<double, kSubbandLines> sums{};
    for (std::size_t i = 0; i < lapped_.size(); ++i) {
      const auto& turns = lapped_[i];
      const double sample = slots[i][band];
      for (std::size_t line = 0; line < kSubbandLines; ++line) sums[line] += turns[line] * sample;
    }
    std::copy(sums.begin(), sums.end(), &out[band * kSubbandLines]);
  }
  for (std::size_t edge = (first + 1) * kSubbandLines; edge < end * kSubbandLines;
       edge += kSubbandLines) {
    for (std::size_t i = 0; i < kButterflies.size(); ++i) {
      const double below = out[edge - 1 - i];
      const double above = out[edge + i];
      out[edge - 1 - i] = below * straight_[i] + above * across_[i];
      out[edge + i] = above * straight_[i] - below * across_[i];
    }
  }
}

}  // namespace ampsweep::analysis
