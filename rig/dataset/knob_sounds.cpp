// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/knob_sounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace ampsweep::rig {
namespace {

constexpr double kLeastShare = 0.5;  ///< Of a difference, for a knob to be blamed for it.
constexpr double kGainAlike = 0.8;   ///< Of what the knob explains.

/// How much of a difference one gain common to all features explains.
double explained_by_gain(std::span<const double> difference,
                         const analysis::PrintWeights& weights) {
  const std::vector<double> ones(difference.size(), 1.0);
  const double along = weights.product(ones, difference);
  const double size = weights.misfit(ones);
  return size > 0.0 ? along * along / size : 0.0;
}

}  // namespace

Positions positions_of(const std::vector<KnobLabel>& labels) {
  Positions at;
  for (const KnobLabel& label : labels) at[label.id] = label.normalised;
  return at;
}

Positions positions_of(const std::vector<Knob>& knobs, const Setting& setting) {
  Positions at;
  for (const Knob& knob : knobs) {
    const auto value = setting.find(knob.id);
    if (value != setting.end()) at[knob.id] = normalised(knob, value->second);
  }
  return at;
}

bool KnobBlame::sure(double limit_sigmas) const {
  return sigmas > limit_sigmas && share >= kLeastShare && std::abs(error) >= kLeastError;
}

KnobSounds::KnobSounds(const HeardCurves& curves, const Rig& rig)
    : reference_(positions_of(rig.knobs, curves.reference)) {
  for (const HeardCurve& curve : curves.knobs) {
    if (find_knob(rig, curve.knob) == nullptr) continue;
    std::vector<std::vector<double>> levels;
    for (const KnobPrint& print : curve.prints) levels.push_back(print.level_db);
    if (!home_.empty() && levels.front().size() != home_.size()) continue;
    analysis::SoundCurve sound{curve.at, std::move(levels)};
    if (home_.empty()) home_ = sound.level_db(reference_.at(curve.knob));
    curves_.emplace(curve.knob, std::move(sound));
  }
}

std::vector<std::string> KnobSounds::knobs() const {
  std::vector<std::string> ids;
  for (const auto& [id, curve] : curves_) ids.push_back(id);
  return ids;
}

const analysis::SoundCurve& KnobSounds::curve(const std::string& knob) const {
  return curves_.at(knob);
}

std::vector<double> KnobSounds::expected_db(const Positions& at) const {
  std::vector<double> sum = home_;
  for (const auto& [id, curve] : curves_) {
    const auto change = curve.change_db(reference_.at(id), at.at(id));
    for (std::size_t f = 0; f < sum.size(); ++f) sum[f] += change[f];
  }
  return sum;
}

analysis::PrintWeights KnobSounds::weights(std::span<const double> noise_db, const Positions& at,
                                           const Positions& uncertainty) const {
  const std::size_t n = noise_db.size();
  std::vector<double> covariance(n * n, kDriftDb * kDriftDb);
  for (std::size_t i = 0; i < n; ++i) {
    covariance[i * n + i] += noise_db[i] * noise_db[i] + kRepeatDb * kRepeatDb;
  }
  for (const auto& [id, sigma] : uncertainty) {
    if (!(sigma > 0.0) || !hears(id)) continue;
    const auto slope = curve(id).slope_db(at.at(id));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j)
        covariance[i * n + j] += sigma * sigma * slope[i] * slope[j];
    }
  }
  auto made = analysis::PrintWeights::of_covariance(std::move(covariance), n);
  if (made) return *std::move(made);
  const std::vector<double> plain(noise_db.begin(), noise_db.end());
  return analysis::PrintWeights::independent(plain, kDriftDb);
}

std::optional<KnobBlame> KnobSounds::blame(const Positions& at,
                                           std::span<const double> difference_db,
                                           const analysis::PrintWeights& weights) const {
  std::optional<KnobBlame> worst;
  double most = -1.0;
  for (const auto& [id, curve] : curves_) {
    const auto fit = analysis::fit_knob_error(curve, at.at(id), difference_db, weights);
    if (fit.explained() <= most) continue;
    most = fit.explained();
    const double beyond_noise = fit.misfit_before - static_cast<double>(features() - 1);
    const double explained = std::max(fit.explained(), 0.0);
    worst =
        KnobBlame{.knob = id,
                  .error = fit.error,
                  .detectable = std::max(kSureSigmas * fit.sigma, kLeastError),
                  .sigmas = std::sqrt(explained),
                  .share = explained > 0.0 ? explained / std::max(explained, beyond_noise) : 0.0,
                  .gain_alike = explained_by_gain(difference_db, weights) > kGainAlike * explained};
  }
  return worst;
}

std::map<std::string, double> KnobSounds::errors(const Positions& at,
                                                 std::span<const double> difference_db,
                                                 const analysis::PrintWeights& weights) const {
  constexpr double kPrior = 1.0;  // travels: a knob that is hardly heard is taken to stand right
  const auto ids = knobs();
  std::vector<std::vector<double>> slopes;
  for (const auto& id : ids) slopes.push_back(curve(id).slope_db(at.at(id)));
  const std::size_t n = ids.size();
  std::vector<double> normal(n * n);
  std::vector<double> right(n);
  for (std::size_t i = 0; i < n; ++i) {
    right[i] = weights.product(slopes[i], difference_db);
    for (std::size_t j = 0; j < n; ++j) normal[i * n + j] = weights.product(slopes[i], slopes[j]);
    normal[i * n + i] += 1.0 / (kPrior * kPrior);
  }
  std::map<std::string, double> errors;
  const auto solver = analysis::SmallCholesky<double>::factor(std::move(normal), n);
  if (!solver) return errors;
  const auto solved = solver->solve(std::move(right));
  for (std::size_t i = 0; i < n; ++i) errors[ids[i]] = solved[i];
  return errors;
}

double KnobSounds::detectable(const std::string& knob, const Positions& at,
                              const analysis::PrintWeights& weights, double sigmas) const {
  constexpr double kNever = std::numeric_limits<double>::infinity();
  if (!hears(knob)) return kNever;
  const double label = at.at(knob);
  const auto here = curve(knob).level_db(label);
  const auto heard = [&](double position) {
    auto apart = curve(knob).level_db(position);
    for (std::size_t f = 0; f < apart.size(); ++f) apart[f] -= here[f];
    return weights.misfit(apart) >= sigmas * sigmas;
  };
  // Not by the slope alone: a knob may do less and less to one side of its label.
  constexpr double kStep = 0.0025;
  double most = kLeastError;
  bool ever = false;
  for (const double way : {-1.0, 1.0}) {
    const double room = way < 0.0 ? label : 1.0 - label;
    double error = std::min(kLeastError, room);
    while (error < room && !heard(label + way * error)) error = std::min(error + kStep, room);
    ever = ever || heard(label + way * error);
    most = std::max(most, error);  // beyond the stop there are no errors
  }
  return ever ? most : kNever;
}

std::vector<double> noise_of(const KnobPrint& a, const KnobPrint& b) {
  std::vector<double> noise;
  for (std::size_t f = 0; f < a.sigma_db.size(); ++f) {
    noise.push_back(std::hypot(a.sigma_db[f], b.sigma_db[f]));
  }
  return noise;
}

std::vector<double> difference(const KnobPrint& a, const KnobPrint& b) {
  assert(a.level_db.size() == b.level_db.size());
  std::vector<double> apart = a.level_db;
  for (std::size_t f = 0; f < apart.size(); ++f) apart[f] -= b.level_db[f];
  return apart;
}

std::string blame_text(const Rig& rig, const KnobBlame& blame) {
  const Knob* knob = find_knob(rig, blame.knob);
  const bool by_hand = knob != nullptr && turned_by_hand(*knob);
  const bool by_midi = knob != nullptr && std::holds_alternative<MidiControl>(knob->control);
  std::string text =
      fmt::format("{} seems to stand {:.0f} % {} than its label", blame.knob,
                  100.0 * std::abs(blame.error), blame.error < 0.0 ? "lower" : "higher");
  if (blame.gain_alike) text += " (or the amp's gain has drifted)";
  if (by_hand) return text + ": look at it and set it again";
  return text + (by_midi ? ": check that its messages arrive" : ": check its coupling");
}

}  // namespace ampsweep::rig
