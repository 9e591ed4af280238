// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/knob_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "rig/capture/hear_curves.hpp"
#include "rig/capture/move_knobs.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kGuessDb = 0.5;       ///< Sigma of a feature where knobs were only added up.
constexpr double kSuspectDb = 1.0;     ///< rms: below it a first visit is not suspicious.
constexpr double kSuspectShare = 0.5;  ///< Of the rms difference that a wrong sound must leave.
constexpr double kLeastTurn = 0.1;     ///< Of the travel: smaller turns are not asked about.

/// rms in dB of what is left when `turned` knobs stand elsewhere than their labels say.
double left_over(const KnobSounds& sounds, const KnobPrint& heard, std::vector<double> difference,
                 const Positions& labels, const Positions& turned) {
  for (const auto& [id, stands] : turned) {
    const auto change = sounds.curve(id).change_db(labels.at(id), stands);
    for (std::size_t f = 0; f < difference.size(); ++f) difference[f] -= change[f];
  }
  double sum = 0.0;
  double weights = 0.0;
  for (std::size_t f = 0; f < difference.size(); ++f) {
    const double sigma = std::hypot(kGuessDb, heard.sigma_db[f]);
    sum += difference[f] * difference[f] / (sigma * sigma);
    weights += 1.0 / (sigma * sigma);
  }
  return std::sqrt(sum / weights);
}

}  // namespace

KnobWatch::KnobWatch(Bench& bench, const Rig& rig, const Plan& plan, const Dataset& earlier,
                     Note note)
    : bench_(bench),
      rig_(rig),
      plan_(plan),
      note_(std::move(note)),
      ear_(bench, rig, Seconds{plan.policy.settle_timeout_s}),
      curves_(earlier.curves) {
  if (curves_) sounds_.emplace(*curves_, rig_);
  for (const TakeRecord& take : earlier.takes) {
    const AttemptRecord* accepted = take.accepted();
    if (accepted == nullptr || !accepted->attempt.heard) continue;
    earlier_.try_emplace(take.planned.setting, *accepted->attempt.heard);
  }
}

void KnobWatch::trust_nothing() {
  stands_.reset();
  last_.reset();
  ear_.forget_latency();
}

Result<std::optional<HeardCurves>> KnobWatch::learn(const std::stop_token& stop) {
  if (curves_) return std::optional<HeardCurves>{};
  stands_.reset();
  auto curves = hear_curves(bench_, rig_, plan_, ear_, stop);
  if (!curves) return tl::unexpected(curves.error());
  const auto& excused = plan_.policy.unheard_knobs;
  for (const HeardCurve& curve : curves->knobs) {
    if (std::find(excused.begin(), excused.end(), curve.knob) != excused.end()) continue;
    const Knob* knob = find_knob(rig_, curve.knob);
    const std::string wrong = knob == nullptr ? "" : objection(curve, *knob);
    if (!wrong.empty()) throw SetupError(SetupKind::Device, wrong, "");
  }
  curves_ = *curves;
  just_learnt_ = true;
  sounds_.emplace(*curves_, rig_);
  for (const HeardCurve& curve : curves_->knobs) {
    const Positions home = positions_of(rig_.knobs, plan_.reference);
    const auto weights = sounds_->weights(curve.prints.front().sigma_db, home, {});
    note_("knob_curve", fmt::format("{}: heard at {} positions; an error of {:.1f} % shows at the "
                                    "reference",
                                    curve.knob, curve.at.size(),
                                    100.0 * sounds_->detectable(curve.knob, home, weights)));
  }
  return curves_;
}

Result<KnobEar::Heard> KnobWatch::hear(const Setting& setting, const std::stop_token& stop) {
  const bool moved = !stands_ || *stands_ != setting;
  auto heard = ear_.hear(setting, moved, stop);
  if (heard) stands_ = setting;
  return heard;
}

void KnobWatch::remember(const Setting& setting, const Positions& at, const KnobPrint& print) {
  earlier_.try_emplace(setting, print);
  last_ = {at, print};
}

Result<KnobWatch::Visit> KnobWatch::visit(const PlannedTake& take,
                                          const std::vector<KnobLabel>& labels,
                                          const std::stop_token& stop) {
  auto heard = hear(take.setting, stop);
  if (!heard) return tl::unexpected(heard.error());
  Visit visit{std::move(heard->tap), std::move(heard->print), labels, {}};
  if (!visit.print) {
    last_.reset();
    return visit;
  }
  if (!visit.print->settled) {
    visit.warnings.push_back(
        {FaultCode::SoundUnsettled,
         fmt::format("the sound had not settled {:.1f} s after the move: a time-based effect, or a "
                     "longer settle_timeout_s",
                     plan_.policy.settle_timeout_s)});
  }
  if (sounds_ && sounds_->features() == visit.print->level_db.size()) {
    if (auto weighed = weigh(take, labels, visit, stop); !weighed) {
      return tl::unexpected(weighed.error());
    }
  }
  if (visit.print) remember(take.setting, positions_of(visit.labels), *visit.print);
  return visit;
}

Result<void> KnobWatch::weigh(const PlannedTake& take, const std::vector<KnobLabel>& labels,
                              Visit& visit, const std::stop_token& stop) {
  const bool reference = take.setting == plan_.reference;
  if (reference) {
    KnobPrint home = *visit.print;  // noise as heard now; the level as it was when all was learnt
    home.level_db = sounds_->expected_db(positions_of(rig_.knobs, plan_.reference));
    weigh_revisit(labels, home, visit);
    if (std::exchange(just_learnt_, false)) return {};
    return prove(take, visit, stop);
  }
  const auto before = earlier_.find(take.setting);
  if (before != earlier_.end()) {
    weigh_revisit(labels, before->second, visit);
    return {};
  }
  if (!suspicious(positions_of(labels), *visit.print)) return {};
  if (any_turned_by_hand(rig_.knobs)) {
    const auto answer = bench_.person->confirm(
        Operator::Question::TurnKnobs, "This setting does not sound as it should: look again",
        {describe(rig_.knobs, take.setting)}, stop);
    if (answer == Operator::Answer::Stopped) {
      return tl::unexpected(Fault{FaultCode::Stopped, "stopped while knobs were turned by hand"});
    }
    stands_.reset();
  }
  note_("knob", "the sound does not fit the knobs: proving each of them at the reference");
  const auto home = move_knobs(bench_, rig_, plan_.reference, stop);
  if (!home) return tl::unexpected(home.error());
  return prove(take, visit, stop);
}

void KnobWatch::weigh_revisit(const std::vector<KnobLabel>& labels, const KnobPrint& before,
                              Visit& visit) {
  const Positions at = positions_of(labels);
  Positions doubt;
  for (const KnobLabel& label : labels) doubt[label.id] = std::sqrt(2.0) * label.uncertainty;
  const auto weights = sounds_->weights(noise_of(*visit.print, before), at, doubt);
  const auto blame = sounds_->blame(at, difference(*visit.print, before), weights);
  if (!blame || !blame->sure()) return;
  visit.warnings.push_back({FaultCode::KnobMisplaced, blame_text(rig_, *blame)});
  note_("knob", visit.warnings.back().detail);
}

bool KnobWatch::suspicious(const Positions& at, const KnobPrint& print) const {
  const auto anchored = [&](const Positions& anchor, const std::vector<double>& sound) {
    auto difference = print.level_db;
    for (std::size_t f = 0; f < difference.size(); ++f) difference[f] -= sound[f];
    Positions moved;
    for (const auto& id : sounds_->knobs()) {
      const auto change = sounds_->curve(id).change_db(anchor.at(id), at.at(id));
      for (std::size_t f = 0; f < difference.size(); ++f) difference[f] -= change[f];
      if (std::abs(anchor.at(id) - at.at(id)) > kLeastTurn) moved[id] = anchor.at(id);
    }
    const double right = left_over(*sounds_, print, difference, at, {});
    if (right < kSuspectDb) return false;
    double least = right;
    const auto consider = [&](const Positions& turned) {
      least = std::min(least, left_over(*sounds_, print, difference, at, turned));
    };
    for (const auto& [id, was] : moved) consider({{id, was}});
    for (const auto& id : sounds_->knobs()) {
      if (std::abs(1.0 - 2.0 * at.at(id)) > kLeastTurn) consider({{id, 1.0 - at.at(id)}});
      for (const auto& other : sounds_->knobs()) {
        if (id < other && std::abs(at.at(id) - at.at(other)) > kLeastTurn) {
          consider({{id, at.at(other)}, {other, at.at(id)}});
        }
      }
    }
    return least < kSuspectShare * right;
  };
  const Positions home = positions_of(rig_.knobs, plan_.reference);
  if (anchored(home, sounds_->expected_db(home))) return true;
  return last_ && anchored(last_->first, last_->second.level_db);
}

Result<void> KnobWatch::prove(const PlannedTake& take, Visit& visit, const std::stop_token& stop) {
  const auto proofs = check_knobs(bench_, rig_, *curves_, ear_, stop);
  if (!proofs) return tl::unexpected(proofs.error());
  for (const KnobProof& proof : *proofs) {
    const Fault fault = fault_of(rig_, proof);
    if (proof.certain()) {
      trust_nothing();
      return tl::unexpected(fault);
    }
    const bool told = std::any_of(visit.warnings.begin(), visit.warnings.end(), [&](const auto& w) {
      return w.code == FaultCode::KnobMisplaced;
    });
    if (!told) visit.warnings.push_back(fault);
    note_("knob", fault.detail);
  }
  // Back to where the take is to be played, and heard again there: what counts is what sounds then.
  const auto back = move_knobs(bench_, rig_, take.setting, stop);
  if (!back) return tl::unexpected(back.error());
  visit.labels = *back;
  stands_.reset();
  auto heard = hear(take.setting, stop);
  if (!heard) return tl::unexpected(heard.error());
  visit.tap = std::move(heard->tap);
  visit.print = std::move(heard->print);
  return {};
}

}  // namespace ampsweep::rig
