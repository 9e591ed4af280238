// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/knob_truth.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "analysis/left_out_weights.hpp"
#include "analysis/quantile.hpp"
#include "analysis/sound_map.hpp"
#include "rig/dataset/capture_order.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kLeftOutSigmas = 6.0;  ///< Predictions err with longer tails than noise.

/// An accepted take that was listened to.
struct HeardTake {
  int take{0};
  bool reference{false};
  Positions at;
  Positions uncertainty;
  const KnobPrint* print{nullptr};
};

std::vector<HeardTake> heard_takes(const Dataset& dataset, const KnobSounds& sounds) {
  std::vector<HeardTake> takes;
  for (const std::size_t i : capture_order(dataset)) {
    const TakeRecord& record = dataset.takes[i];
    const Attempt& attempt = record.accepted()->attempt;
    if (!attempt.heard) continue;
    if (record.planned.motion) continue;  // heard at its start alone, and its label is a mean
    if (attempt.heard->level_db.size() != sounds.features()) continue;
    HeardTake take{attempt.take,
                   record.planned.setting == dataset.plan.reference,
                   positions_of(attempt.labels),
                   {},
                   &*attempt.heard};
    for (const KnobLabel& label : attempt.labels) take.uncertainty[label.id] = label.uncertainty;
    takes.push_back(std::move(take));
  }
  return takes;
}

void keep_larger(std::optional<double>& kept, double error) {
  if (!kept || std::abs(error) > std::abs(*kept)) kept = error;
}

double known_quantile(std::vector<double> values, double share) {
  if (values.empty()) return kNotHeard;
  return analysis::quantile(std::move(values), share);
}

class Judge {
 public:
  Judge(const Dataset& dataset, const HeardCurves& curves)
      : curves_(curves),
        sounds_(curves, dataset.rig),
        takes_(heard_takes(dataset, sounds_)),
        home_(positions_of(dataset.rig.knobs, curves.reference)) {
    truth_.takes_heard = static_cast<int>(takes_.size());
    for (const Knob& knob : dataset.rig.knobs) {
      const bool moved =
          std::any_of(curves.knobs.begin(), curves.knobs.end(),
                      [&](const HeardCurve& curve) { return curve.knob == knob.id; });
      if (moved) truth_.knobs.push_back({.knob = knob.id});
    }
  }

  KnobTruth judged() {
    if (sounds_.features() == 0) return std::move(truth_);
    judge_hysteresis();
    judge_revisits();
    judge_left_out();
    add_doubts();
    std::stable_sort(truth_.findings.begin(), truth_.findings.end(),
                     [](const auto& a, const auto& b) { return a.take < b.take; });
    return std::move(truth_);
  }

 private:
  KnobHealth* health(const std::string& knob) {
    for (KnobHealth& one : truth_.knobs) {
      if (one.knob == knob) return &one;
    }
    return nullptr;
  }

  /// Two visits: both labels may be wrong.
  analysis::PrintWeights revisit_weights(const HeardTake* take) const {
    const KnobPrint& home = curves_.knobs.front().prints.front();
    Positions doubt;
    if (take != nullptr) {
      for (const auto& [id, sigma] : take->uncertainty) doubt[id] = std::sqrt(2.0) * sigma;
    }
    return sounds_.weights(noise_of(home, take == nullptr ? home : *take->print), home_, doubt);
  }

  void judge_hysteresis() {
    const auto weights = revisit_weights(nullptr);
    for (const HeardCurve& curve : curves_.knobs) {
      KnobHealth* one = health(curve.knob);
      if (one == nullptr || !sounds_.hears(curve.knob)) continue;
      if (curve.from_above_db.empty()) continue;
      const auto& sound = sounds_.curve(curve.knob);
      auto apart = curve.from_above_db;
      const auto below = sound.level_db(home_.at(curve.knob));
      for (std::size_t f = 0; f < apart.size(); ++f) apart[f] -= below[f];
      one->hysteresis = analysis::fit_knob_error(sound, home_.at(curve.knob), apart, weights).error;
    }
  }

  void judge_revisits() {
    const HeardTake* any = nullptr;
    for (const HeardTake& take : takes_) {
      if (!take.reference) continue;
      any = &take;
      const auto weights = revisit_weights(&take);
      auto apart = take.print->level_db;
      const auto home = sounds_.expected_db(home_);
      for (std::size_t f = 0; f < apart.size(); ++f) apart[f] -= home[f];
      const auto blame = sounds_.blame(take.at, apart, weights);
      const bool sure = blame && blame->sure();
      if (sure) truth_.findings.push_back({KnobFinding::From::Revisit, take.take, *blame});
      for (KnobHealth& one : truth_.knobs) {
        if (!sounds_.hears(one.knob) || (sure && blame->knob != one.knob)) continue;
        const auto fit =
            analysis::fit_knob_error(sounds_.curve(one.knob), take.at.at(one.knob), apart, weights);
        keep_larger(one.revisit_error, fit.error);
      }
    }
    const auto weights = revisit_weights(any);
    for (KnobHealth& one : truth_.knobs) {
      one.detectable_at_revisit = sounds_.detectable(one.knob, home_, weights);
    }
  }

  void judge_left_out() {
    const auto ids = sounds_.knobs();
    if (takes_.size() < std::max<std::size_t>(10, 2 * ids.size() + 4)) return;
    analysis::HeardSettings heard;
    for (const HeardTake& take : takes_) {
      std::vector<double> at;
      for (const auto& id : ids) at.push_back(take.at.at(id));
      heard.at.push_back(std::move(at));
      heard.level_db.push_back(take.print->level_db);
      const auto expected = sounds_.expected_db(take.at);
      for (std::size_t f = 0; f < expected.size(); ++f) heard.level_db.back()[f] -= expected[f];
    }
    const analysis::SoundMap map{heard};
    const analysis::LeftOut& left = map.left_out();
    std::map<std::string, std::vector<double>> detectable;
    std::map<std::string, double> surest;
    for (std::size_t i = 0; i < takes_.size(); ++i) {
      if (takes_[i].reference) continue;  // judged as a revisit
      const auto weights = analysis::left_out_weights(map, i);
      if (!weights) continue;
      for (const auto& id : ids) {
        const double error = sounds_.detectable(id, takes_[i].at, *weights, kLeftOutSigmas);
        truth_.detectable[{takes_[i].take, id}] = error;
        detectable[id].push_back(error);
      }
      const auto blame = sounds_.blame(takes_[i].at, left.residual_db[i], *weights);
      if (!blame) continue;
      KnobHealth* one = health(blame->knob);
      if (one != nullptr && blame->sigmas > surest[blame->knob]) {
        surest[blame->knob] = blame->sigmas;
        one->left_out_error = blame->error;
        one->left_out_take = takes_[i].take;
      }
      if (!blame->sure(kLeftOutSigmas)) continue;
      truth_.findings.push_back({KnobFinding::From::LeftOut, takes_[i].take, *blame});
    }
    for (KnobHealth& one : truth_.knobs) {
      one.detectable_at_take = known_quantile(detectable[one.knob], 0.5);
      one.detectable_at_most_takes = known_quantile(detectable[one.knob], 0.9);
    }
  }

  void doubt(int take, const std::string& knob, double error) {
    double& kept = truth_.doubts[{take, knob}];
    kept = std::max(kept, std::abs(error));
  }

  void add_doubts() {
    for (const KnobHealth& one : truth_.knobs) {
      if (!one.hysteresis || std::abs(*one.hysteresis) < one.detectable_at_revisit) continue;
      for (const HeardTake& take : takes_) doubt(take.take, one.knob, 0.5 * *one.hysteresis);
    }
    for (const KnobFinding& finding : truth_.findings) {
      if (finding.from == KnobFinding::From::LeftOut) {
        doubt(finding.take, finding.blame.knob, finding.blame.error);
      } else {
        doubt_since_last_good(finding);
      }
    }
  }

  void doubt_since_last_good(const KnobFinding& finding) {
    const auto wrong = [&](const HeardTake& take) {
      return std::any_of(truth_.findings.begin(), truth_.findings.end(), [&](const auto& one) {
        return one.from == KnobFinding::From::Revisit && one.take == take.take &&
               one.blame.knob == finding.blame.knob;
      });
    };
    std::size_t at = 0;
    while (at < takes_.size() && takes_[at].take != finding.take) ++at;
    for (std::size_t i = at + 1; i-- > 0;) {
      if (takes_[i].reference && i != at && !wrong(takes_[i])) break;
      doubt(takes_[i].take, finding.blame.knob, finding.blame.error);
    }
    for (std::size_t i = at + 1; i < takes_.size() && !takes_[i].reference; ++i) {
      doubt(takes_[i].take, finding.blame.knob, finding.blame.error);
    }
  }

  const HeardCurves& curves_;
  KnobSounds sounds_;
  std::vector<HeardTake> takes_;
  Positions home_;
  KnobTruth truth_;
};

}  // namespace

double KnobTruth::doubt(int take, const std::string& knob) const {
  const auto found = doubts.find({take, knob});
  return found == doubts.end() ? 0.0 : found->second;
}

KnobTruth knob_truth(const Dataset& dataset) {
  if (!dataset.curves || dataset.curves->knobs.empty()) return {};
  return Judge{dataset, *dataset.curves}.judged();
}

}  // namespace ampsweep::rig
