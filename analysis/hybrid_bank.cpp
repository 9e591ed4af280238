// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/hybrid_bank.hpp"

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
      phases_[band][i] = std::cos((2.0 * static_cast<double>(band) + 1.0) *
                                  (static_cast<double>(i) - 16.0) * kPi / 64.0);
    }
  }
  for (std::size_t line = 0; line < kSubbandLines; ++line) {
    for (std::size_t i = 0; i < 36; ++i) {
      const auto n = static_cast<double>(i);
      lapped_[line][i] =
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
  for (std::size_t band = 0; band < kSubbands; ++band) {
    double sum = 0.0;
    for (std::size_t i = 0; i < 64; ++i) sum += phases_[band][i] * folded[i];
    bands[band] = band % 2 == 1 && number % 2 == 1 ? -sum : sum;
  }
  return bands;
}

void HybridBank::lines(std::span<const std::array<double, kSubbands>> slots, std::size_t first,
                       std::array<double, kGranule>& out) const {
  assert(slots.size() >= 36);
  for (std::size_t band = first; band < kSubbands; ++band) {
    std::array<double, 36> samples{};  // of one band, in a row
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = slots[i][band];
    for (std::size_t line = 0; line < kSubbandLines; ++line) {
      const auto& turns = lapped_[line];
      double sum = 0.0;
      for (std::size_t i = 0; i < samples.size(); ++i) sum += turns[i] * samples[i];
      out[band * kSubbandLines + line] = sum;
    }
  }
  for (std::size_t edge = (first + 1) * kSubbandLines; edge < kGranule; edge += kSubbandLines) {
    for (std::size_t i = 0; i < 8; ++i) {
      const double below = out[edge - 1 - i];
      const double above = out[edge + i];
      out[edge - 1 - i] = below * straight_[i] + above * across_[i];
      out[edge + i] = above * straight_[i] - below * across_[i];
    }
  }
}

}  // namespace ampsweep::analysis
