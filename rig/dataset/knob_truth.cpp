// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/knob_truth.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "analysis/sound_map.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kShrink = 0.25;         ///< Of a covariance towards its diagonal.
constexpr double kLeftOutSigmas = 5.0;   ///< Predictions err with longer tails than noise.
constexpr double kLeastSpreadDb = 0.02;  ///< No prediction is better.

/// An accepted take that was listened to.
struct HeardTake {
  int take{0};
  std::string started;
  bool reference{false};
  Positions at;
  Positions uncertainty;
  const KnobPrint* print{nullptr};
};

std::vector<HeardTake> heard_takes(const Dataset& dataset, const KnobSounds& sounds) {
  std::vector<HeardTake> takes;
  for (const TakeRecord& record : dataset.takes) {
    const AttemptRecord* accepted = record.accepted();
    if (accepted == nullptr || !accepted->attempt.heard) continue;
    if (record.planned.motion) continue;  // heard at its start alone, and its label is a mean
    const Attempt& attempt = accepted->attempt;
    if (attempt.heard->level_db.size() != sounds.features()) continue;
    HeardTake take{attempt.take,
                   attempt.started,
                   record.planned.setting == dataset.plan.reference,
                   positions_of(attempt.labels),
                   {},
                   &*attempt.heard};
    for (const KnobLabel& label : attempt.labels) take.uncertainty[label.id] = label.uncertainty;
    takes.push_back(std::move(take));
  }
  std::stable_sort(takes.begin(), takes.end(), [](const HeardTake& a, const HeardTake& b) {
    return std::pair{a.started, a.take} < std::pair{b.started, b.take};
  });
  return takes;
}

void keep_larger(std::optional<double>& kept, double error) {
  if (!kept || std::abs(error) > std::abs(*kept)) kept = error;
}

double middle(std::vector<double> values) {
  if (values.empty()) return kNotHeard;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), at, values.end());
  return *at;
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

  /// Residuals over their spread, and their covariance: each take's own share can be taken out.
  struct Covariance {
    std::vector<std::vector<double>> rows;
    std::vector<double> weight;
    std::vector<double> sum;
    double weights{0.0};
    std::size_t features{0};
  };

  static Covariance covariance_of(const analysis::LeftOut& left) {
    Covariance all;
    all.features = left.residual_db.front().size();
    all.sum.assign(all.features * all.features, 0.0);
    std::vector<double> sizes;
    for (std::size_t i = 0; i < left.residual_db.size(); ++i) {
      all.rows.push_back(left.residual_db[i]);
      double size = 0.0;
      for (double& one : all.rows.back()) {
        one /= left.spread[i];
        size += one * one;
      }
      sizes.push_back(size);
    }
    const double typical = middle(sizes);
    for (std::size_t i = 0; i < all.rows.size(); ++i) {
      // One wrong take must not make its own direction look usual.
      all.weight.push_back(sizes[i] > 4.0 * typical ? 4.0 * typical / sizes[i] : 1.0);
      all.weights += all.weight.back();
      for (std::size_t a = 0; a < all.features; ++a) {
        for (std::size_t b = 0; b < all.features; ++b) {
          all.sum[a * all.features + b] += all.weight[i] * all.rows[i][a] * all.rows[i][b];
        }
      }
    }
    return all;
  }

  static std::optional<analysis::PrintWeights> weights_without(const Covariance& all, std::size_t i,
                                                               double spread) {
    const std::size_t n = all.features;
    std::vector<double> covariance = all.sum;
    const double left = std::max(all.weights - all.weight[i], 1.0);
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = 0; b < n; ++b) {
        double& one = covariance[a * n + b];
        one = (one - all.weight[i] * all.rows[i][a] * all.rows[i][b]) / left;
        one *= spread * spread * (a == b ? 1.0 : 1.0 - kShrink);
      }
      covariance[a * n + a] += kLeastSpreadDb * kLeastSpreadDb;
    }
    return analysis::PrintWeights::of_covariance(std::move(covariance), n);
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
    const auto left = analysis::leave_one_out(heard);
    const Covariance all = covariance_of(left);
    std::map<std::string, std::vector<double>> detectable;
    std::map<std::string, double> surest;
    for (std::size_t i = 0; i < takes_.size(); ++i) {
      if (takes_[i].reference) continue;  // judged as a revisit
      const auto weights = weights_without(all, i, left.spread[i]);
      if (!weights) continue;
      for (const auto& id : ids) {
        detectable[id].push_back(kLeftOutSigmas / kSureSigmas *
                                 sounds_.detectable(id, takes_[i].at, *weights));
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
      one.detectable_at_take = middle(detectable[one.knob]);
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
