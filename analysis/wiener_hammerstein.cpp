// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/wiener_hammerstein.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/fir_bank.hpp"
#include "analysis/fir_fit.hpp"
#include "analysis/wiener_hammerstein_steps.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kQuickPostTaps = 1024;  ///< While pre and curve are being found.
constexpr int kTrialRounds = 3;
constexpr double kWorthGoingOn = 0.995;  ///< Of the error a round must leave at most.

/// First row of the `count` rows with most energy, on a grid of a tenth of that.
std::size_t loudest_rows(std::span<const double> target, std::size_t count) {
  std::size_t best = 0;
  double most = -1.0;
  for (std::size_t at = 0; at + count <= target.size();
       at += std::max<std::size_t>(count / 10, 1)) {
    double energy = 0.0;
    for (const double x : target.subspan(at, count)) energy += x * x;
    if (energy > most) {
      most = energy;
      best = at;
    }
  }
  return best;
}

/// Rounds until they gain nothing; the error left.
double carry_on(WienerSteps& steps, WienerHammerstein& model, double error, int most) {
  for (int round = 0; round < most; ++round) {
    const double next = steps.round(model);
    ++model.rounds;
    const bool enough = next > kWorthGoingOn * error;
    error = next;
    if (enough) break;
  }
  return error;
}

}  // namespace

std::vector<double> WienerHammerstein::predict(std::span<const double> sound) const {
  std::vector<double> x = FixedFir{pre}.apply(sound);
  for (double& sample : x) sample = curve.value(sample);
  x = FixedFir{post}.apply(x);
  for (double& sample : x) sample += offset;
  return x;
}

WienerHammerstein fit_wiener_hammerstein(std::span<const double> sound,
                                         std::span<const double> target,
                                         std::span<const double> linear,
                                         const WienerHammersteinSpec& spec) {
  assert(linear.size() == spec.pre_taps);
  const std::size_t count = std::min(spec.excerpt, target.size());
  const std::size_t quick = std::min(kQuickPostTaps, spec.post_taps);
  const std::size_t first = loudest_rows(target, count) + spec.post_taps - quick;
  WienerSteps steps{sound.subspan(first, count + spec.pre_taps + quick - 2),
                    target.subspan(first + quick - spec.post_taps, count), quick};

  std::vector<double> none(spec.pre_taps, 0.0);
  none[spec.pre_taps / 8] = 1.0;
  WienerHammerstein best = steps.start(none);
  WienerHammerstein other = steps.start(linear);
  double error = carry_on(steps, best, steps.error(best), kTrialRounds);
  const double other_error = carry_on(steps, other, steps.error(other), kTrialRounds);
  if (other_error < error) {
    best = other;
    error = other_error;
  }
  carry_on(steps, best, error, spec.rounds - kTrialRounds);

  std::vector<double> bent = FixedFir{best.pre}.apply(sound);
  for (double& sample : bent) sample = best.curve.value(sample);
  FirFit last = fit_firs({std::move(bent)}, target, spec.post_taps);
  best.post = std::move(last.taps[0]);
  best.offset = last.offset;
  return best;
}

}  // namespace ampsweep::analysis
