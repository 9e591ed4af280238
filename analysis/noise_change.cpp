// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/noise_change.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::analysis {
namespace {

constexpr double kChangeDeviations = 4.0;
constexpr double kChangeLeastDb = 0.1;

LevelChange change_of(const NoiseLevel& before, const NoiseLevel& after) {
  LevelChange change;
  change.change = after.level - before.level;
  change.sigma = Decibels{std::hypot(before.sigma.value(), after.sigma.value())};
  const double least = std::max(kChangeLeastDb, kChangeDeviations * change.sigma.value());
  change.significant = std::abs(change.change.value()) > least;
  return change;
}

HumChange hum_change_of(const Hum& before, const Hum& after, const LevelChange& level) {
  if (before.mains == Mains::None && after.mains == Mains::None) return HumChange::None;
  if (before.mains == Mains::None) return HumChange::Appeared;
  if (after.mains == Mains::None) return HumChange::Gone;
  if (before.mains != after.mains) return HumChange::OtherMains;
  if (!level.significant) return HumChange::Same;
  return level.change.value() > 0.0 ? HumChange::Louder : HumChange::Quieter;
}

}  // namespace

Measured<NoiseChange> compare_noise(const NoiseFigures& before, const NoiseFigures& after) {
  if (before.rate != after.rate || before.from != after.from || before.to != after.to ||
      before.third_octaves.size() != after.third_octaves.size()) {
    return tl::unexpected(
        Refusal{Refusal::Reason::BadParameter, "the two idles differ in sample rate or band"});
  }
  NoiseChange change;
  change.unweighted = change_of(before.with_hum.unweighted, after.with_hum.unweighted);
  change.a = change_of(before.with_hum.a, after.with_hum.a);
  change.itu_468_rms = change_of(before.with_hum.itu_468_rms, after.with_hum.itu_468_rms);
  change.hiss = change_of(before.without_hum.unweighted, after.without_hum.unweighted);
  if (before.hum.mains != Mains::None && after.hum.mains != Mains::None) {
    change.hum_level = change_of({before.hum.total, before.hum.total_sigma},
                                 {after.hum.total, after.hum.total_sigma});
  }
  change.hum = hum_change_of(before.hum, after.hum, change.hum_level);
  change.significant = change.unweighted.significant || change.a.significant ||
                       change.itu_468_rms.significant || change.hiss.significant ||
                       (change.hum != HumChange::None && change.hum != HumChange::Same);
  for (std::size_t i = 0; i < before.third_octaves.size(); ++i) {
    change.third_octaves.push_back(
        {before.third_octaves[i].centre,
         change_of(before.third_octaves[i].without_hum, after.third_octaves[i].without_hum)});
    change.significant |= change.third_octaves.back().level.significant;
  }
  return change;
}

}  // namespace ampsweep::analysis
