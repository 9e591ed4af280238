// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/hear_curves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/fingerprint.hpp"
#include "rig/capture/move_knobs.hpp"
#include "rig/dataset/knob_sounds.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kMotorPositions = 5;
constexpr double kApart = 0.02;  ///< Positions nearer than this are one.
constexpr double kUnheardDb = 0.3;
constexpr double kBackwardsDb = 1.0;

class Walk {
 public:
  Walk(Bench& bench, const Rig& rig, const Plan& plan, KnobEar& ear, const std::stop_token& stop)
      : bench_(bench), rig_(rig), plan_(plan), ear_(ear), stop_(stop) {}

  Result<HeardCurves> walked() {
    HeardCurves curves;
    curves.reference = plan_.reference;
    for (const Knob& knob : rig_.knobs) {
      const auto positions = curve_positions(knob, plan_);
      if (positions.size() < 2) continue;
      auto curve = curve_of(knob, positions);
      if (!curve) return tl::unexpected(curve.error());
      if (curve->at.size() >= 2) curves.knobs.push_back(*std::move(curve));
    }
    return curves;
  }

 private:
  Result<std::optional<KnobPrint>> heard_at(const Setting& setting) {
    if (auto moved = move_knobs(bench_, rig_, setting, stop_); !moved) {
      return tl::unexpected(moved.error());
    }
    auto heard = ear_.hear(setting, true, stop_);
    if (!heard) return tl::unexpected(heard.error());
    return std::move(heard->print);
  }

  Result<HeardCurve> curve_of(const Knob& knob, const std::vector<double>& positions) {
    HeardCurve curve;
    curve.knob = knob.id;
    for (const double at : positions) {
      Setting setting = plan_.reference;
      setting[knob.id] = printed(knob, at);
      auto print = heard_at(setting);
      if (!print) return tl::unexpected(print.error());
      if (!*print) {
        if (setting != plan_.reference) continue;
        return tl::unexpected(Fault{FaultCode::KnobNotHeard,
                                    "the amp does not answer a quiet chirp at the reference "
                                    "setting: choose a louder [reference] setting"});
      }
      curve.at.push_back(at);
      curve.prints.push_back(**std::move(print));
    }
    if (turned_by_hand(knob) || !knob.positions.empty()) return curve;
    const auto back = heard_at(plan_.reference);
    if (!back) return tl::unexpected(back.error());
    if (*back) curve.from_above_db = (*back)->level_db;
    return curve;
  }

  Bench& bench_;
  const Rig& rig_;
  const Plan& plan_;
  KnobEar& ear_;
  const std::stop_token& stop_;
};

}  // namespace

std::vector<double> curve_positions(const Knob& knob, const Plan& plan) {
  double low = plan.reference.at(knob.id);
  double high = low;
  for (const PlannedTake& take : plan.takes) {
    low = std::min(low, take.setting.at(knob.id));
    high = std::max(high, take.setting.at(knob.id));
  }
  if (low == high) return {};
  const double home = normalised(knob, plan.reference.at(knob.id));
  std::set<double> wanted{home};
  const int count = turned_by_hand(knob) ? 2 : kMotorPositions;
  for (int i = 0; i < count; ++i) {
    const double value = low + (high - low) * i / (count - 1);
    wanted.insert(normalised(knob, snapped(knob, value)));
  }
  std::vector<double> positions;
  for (const double at : wanted) {
    if (positions.empty() || at - positions.back() > kApart) {
      positions.push_back(at);
    } else if (at == home) {
      positions.back() = home;
    }
  }
  return positions;
}

Result<HeardCurves> hear_curves(Bench& bench, const Rig& rig, const Plan& plan, KnobEar& ear,
                                const std::stop_token& stop) {
  return Walk{bench, rig, plan, ear, stop}.walked();
}

std::string objection(const HeardCurve& curve, const Knob& knob) {
  const auto change = difference(curve.prints.back(), curve.prints.front());
  double most = 0.0;
  for (std::size_t i = 1; i < curve.prints.size(); ++i) {
    const auto moved = difference(curve.prints[i], curve.prints.front());
    const auto noise = noise_of(curve.prints[i], curve.prints.front());
    for (std::size_t f = 0; f < moved.size(); ++f) {
      most = std::max(most, std::abs(moved[f]) - 4.0 * noise[f]);
    }
  }
  if (most < kUnheardDb) {
    return fmt::format(
        "knob \"{}\" was turned from {:.2g} to {:.2g} and the sound did not change: check its "
        "coupling, cable and channel; or, when it does nothing at the reference setting, put "
        "unheard_knobs = [\"{}\"] under [policy]",
        knob.id, printed(knob, curve.at.front()), printed(knob, curve.at.back()), knob.id);
  }
  if (knob.role != KnobRole::Gain && knob.role != KnobRole::Level) return {};
  double mean = 0.0;
  for (std::size_t b = 0; b < analysis::kPrintBands; ++b) {
    mean += change[b] / static_cast<double>(analysis::kPrintBands);
  }
  if (mean > -kBackwardsDb) return {};
  // A drive knob may well lower the level, but not the distortion with it.
  const double harmonics = std::max(change[change.size() - 1], change[change.size() - 2]);
  if (knob.role == KnobRole::Gain && harmonics > -kBackwardsDb) return {};
  return fmt::format(
      "knob \"{}\" was turned up from {:.2g} to {:.2g} and the amp grew {:.1f} dB quieter: it "
      "turns "
      "the wrong way, or its cable is that of another knob",
      knob.id, printed(knob, curve.at.front()), printed(knob, curve.at.back()), -mean);
}

}  // namespace ampsweep::rig
