// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/noise_fit.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "analysis/quantile.hpp"
#include "analysis/sound_map.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kFloorDb = -140.0;  ///< Below a 24-bit converter's own: as good as none.
constexpr double kSigmas = 6.0;

/// Takes out so many at a time, thrice: what one hides shows when another is gone.
constexpr int kTrims = 3;
constexpr std::size_t kMostTakes = 250;
constexpr std::size_t kMostAtOnce = 4;

struct NoisyTakes {
  const std::vector<std::vector<double>>& settings;
  std::span<const double> noise_db;

  [[nodiscard]] double level(std::size_t take) const { return std::max(noise_db[take], kFloorDb); }
  [[nodiscard]] SoundMap mapped(const std::vector<std::size_t>& takes) const {
    HeardSettings heard;
    for (const std::size_t take : takes) {
      heard.at.push_back(settings[take]);
      heard.level_db.push_back({level(take)});
    }
    return SoundMap{heard};
  }
};

double sigmas_off(const LeftOut& left, std::size_t i) {
  return std::abs(left.residual_db[i][0]) / left.spread[i];
}

/// One sigma of a typical take.
double sigma_of(const LeftOut& left) {
  std::vector<double> sizes;
  for (std::size_t i = 0; i < left.spread.size(); ++i) sizes.push_back(sigmas_off(left, i));
  return kMedianToSigma * median(sizes);
}

/// A tenth of the takes or three, the oddest: they leave `believed`, whether or not there is
/// anything wrong with them.
std::vector<std::size_t> trim(const NoisyTakes& takes, std::vector<std::size_t>& believed) {
  const std::size_t share = std::clamp<std::size_t>(believed.size() / 30, 1, kMostAtOnce);
  std::vector<std::size_t> out;
  for (int round = 0; round < kTrims; ++round) {
    const LeftOut left = takes.mapped(believed).left_out();
    std::vector<std::size_t> order(believed.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return sigmas_off(left, a) > sigmas_off(left, b);
    });
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < share; ++i) out.push_back(believed[order[i]]);
    for (std::size_t i = share; i < order.size(); ++i) rest.push_back(believed[order[i]]);
    std::sort(rest.begin(), rest.end());
    believed = std::move(rest);
  }
  return out;
}

NoiseFit judged(double excess_db, double sigma_db, double least_db) {
  NoiseFit fit;
  fit.excess_db = excess_db;
  fit.limit_db = std::max(least_db, kSigmas * sigma_db);
  fit.louder = excess_db > fit.limit_db ? Answer::Yes : Answer::No;
  return fit;
}

}  // namespace

std::vector<NoiseFit> noise_fit(const std::vector<std::vector<double>>& settings,
                                std::span<const double> noise_db, double least_db) {
  assert(settings.size() == noise_db.size());
  std::vector<NoiseFit> fits(settings.size());
  const std::size_t knobs = settings.empty() ? 0 : settings.front().size();
  const std::size_t least = std::max<std::size_t>(16, 3 * knobs + 6);
  if (knobs == 0 || settings.size() < least || settings.size() > kMostTakes) return fits;
  std::vector<std::size_t> believed;
  for (std::size_t take = 0; take < settings.size(); ++take) believed.push_back(take);
  const NoisyTakes takes{settings, noise_db};
  const auto doubted = trim(takes, believed);
  const SoundMap map = takes.mapped(believed);
  const LeftOut& left = map.left_out();
  const double sigma = sigma_of(left);
  for (std::size_t i = 0; i < believed.size(); ++i) {
    fits[believed[i]] = judged(left.residual_db[i][0], sigma * left.spread[i], least_db);
  }
  for (const std::size_t take : doubted) {
    const auto told = map.at(settings[take]);
    if (!told) continue;
    const double excess = takes.level(take) - told->level_db[0];
    fits[take] = judged(excess, sigma * told->spread, least_db);
  }
  return fits;
}

}  // namespace ampsweep::analysis
