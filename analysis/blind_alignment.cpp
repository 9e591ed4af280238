// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/blind_alignment.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/drive_shapes.hpp"
#include "analysis/lag_follower.hpp"
#include "analysis/lag_model.hpp"
#include "analysis/loudest_match.hpp"
#include "analysis/shape_choice.hpp"

namespace ampsweep::analysis {
namespace {

constexpr int kMostRounds = 8;
constexpr double kStandsStill = 0.01;   ///< Samples from one round to the next.
constexpr double kWellKnown = 0.125;    ///< Samples: no better shapes are sought.
constexpr double kBetter = 0.9;         ///< Of the scatter: else the usual shapes do.
constexpr double kNoWorse = 1.1;        ///< Likewise: then the fewer jumps do.
constexpr double kCreeping = 1.5;       ///< Likewise, of jumps that never stood still.
constexpr double kNowhereElse = 1.0;    ///< Samples.
constexpr std::size_t kMayBeLost = 10;  ///< For that, of so many readings one.
constexpr std::size_t kMostShapes = 10;
constexpr std::size_t kBlocksForAShape = 4;
constexpr std::int64_t kBlocksToChoose = 60;
constexpr double kWitnesses = 2.5;  ///< Blocks overlap and notes last: sigmas are taken times this.
constexpr int kCentreRounds = 4;
constexpr double kNearlyLinear = 0.97;
constexpr std::size_t kFewestReadings = 6;

tl::unexpected<Refusal> no_match(const char* why) {
  return tl::unexpected(Refusal{Refusal::Reason::NoMatch, why});
}

class BlindAligner {
 public:
  BlindAligner(PairSource& pair, std::stop_token stop)
      : pair_(pair), stop_(stop), rate_(pair.rate()), follower_(pair, std::move(stop)) {}

  Measured<BlindAlignment> run() {
    if (std::min(pair_.x_length(), pair_.y_length()) < 2 * follower_.block()) {
      return tl::unexpected(Refusal{Refusal::Reason::TooShort, "less than 1.4 s of sound"});
    }
    const auto first = match_loudest(pair_);
    if (!first) return tl::unexpected(first.error());
    start_ = first->start;
    length_ = first->length;
    loudness_ = first->loudness;
    model_.line = {0.0, 0.0, {static_cast<double>(first->lag)}, {0.0}};
    if (const auto found = centre_first(); !found) return tl::unexpected(found.error());
    if (!follower_.use(response(start_, start_ + length_, 1).spectrum(1))) {
      return no_match("no two octaves of the one sound answer the other");
    }
    settle(follower_.follow_from(start_, model_.line.intercept.front()));
    const bool distorts = model_.readings.size() >= 2 && distorted();
    if (distorts) make_with(usual_shapes());
    if (const auto settled = settle_down({}); !settled) return tl::unexpected(settled.error());
    if (const auto tried = try_without_jumps(); !tried) return tl::unexpected(tried.error());
    if (distorts && doubt() > kWellKnown && told_apart() > usual_shapes().size()) {
      const LagModel usual = model_;
      const double scattered = scatter();
      choose_from_all();
      const bool settled = settle_down(kGenerousLimits) && settle_down({});
      if (stop_.stop_requested()) return no_match("stopped");
      // A sound that comes to each frequency but now and then may be explained by jumps as well.
      const bool by_jumps = model_.breaks.size() > usual.breaks.size() + 1;
      if (!settled || by_jumps || scatter() > kBetter * scattered) model_ = usual;
      if (model_.breaks.size() > usual.breaks.size()) {
        if (const auto tried = try_without_jumps(); !tried) return tl::unexpected(tried.error());
      }
    }
    return result();
  }

 private:
  PairResponse response(std::int64_t from, std::int64_t to, std::size_t shapes) {
    return follower_.response(model_, from, to, shapes);
  }

  /// The half of the loudest stretch that answers best: a jump inside would mix two delays.
  Measured<void> centre_first() {
    double most = -1.0;
    const std::int64_t start = start_;
    for (int part = 0; part < 3; ++part) {
      const std::int64_t from = start + part * length_ / 4;
      const double trust = response(from, from + length_ / 2, 1).spectrum(1).trust();
      if (trust <= most) continue;
      most = trust;
      start_ = from;
    }
    length_ /= 2;
    if (const auto found = centred(start_, start_ + length_); !found) {
      return tl::unexpected(found.error());
    }
    return {};
  }

  struct Centre {
    ExcessDelay left;
    double coherence{0.0};
  };
  /// Takes the delay beyond minimum phase out of the model until less than a sample is left: late
  /// blocks smear the mean.
  Measured<Centre> centred(std::int64_t from, std::int64_t to) {
    for (int round = 0;; ++round) {
      const auto spectrum = response(from, to, 1).spectrum(1);
      const auto excess = excess_delay(spectrum, rate_);
      if (!excess) return tl::unexpected(excess.error());
      if (std::abs(excess->samples) < 1.0 || round == kCentreRounds) {
        return Centre{*excess, spectrum.mean_coherence()};
      }
      for (double& intercept : model_.line.intercept) intercept += excess->samples;
      for (LagReading& reading : model_.readings) reading.lag += excess->samples;
    }
  }

  [[nodiscard]] bool distorted() {
    return response(0, pair_.x_length(), 1).spectrum(1).mean_coherence() <= kNearlyLinear;
  }

  void make_with(std::vector<DriveShape> shapes) {
    follower_.hear_with(ShapeMaker{rate_, loudness_, std::move(shapes)});
  }

  /// Shapes that so much sound can tell apart.
  [[nodiscard]] std::size_t told_apart() const {
    return std::min(
        static_cast<std::size_t>(pair_.x_length() / follower_.block()) / kBlocksForAShape,
        kMostShapes);
  }

  /// The shapes that suit this amp, from blocks all along the sound.
  void choose_from_all() {
    const std::vector<DriveShape> all = drive_shapes();
    make_with(all);
    std::vector<DriveShape> chosen;
    const auto spectra =
        follower_.response(model_, 0, pair_.x_length(), all.size(), kBlocksToChoose);
    for (const std::size_t i :
         analysis::choose_shapes(spectra.cross_spectra(all.size()), told_apart())) {
      chosen.push_back(all[i]);
    }
    make_with(std::move(chosen));
  }

  /// The mean response stands on the lags, and the lags on the response: what is wrong with the one
  /// hides in the other, and each round takes out half of it or more.
  Measured<void> settle_down(const JumpLimits& limits) {
    limits_ = limits;
    still_ = false;
    for (int round = 0; round < kMostRounds; ++round) {
      if (stop_.stop_requested()) return no_match("stopped");
      if (model_.readings.size() < 2) break;
      const LagModel before = model_;
      const std::size_t shapes = follower_.shapes();
      if (!follower_.use(response(0, pair_.x_length(), shapes).spectrum(shapes))) {
        return no_match("the two sounds part after the loudest stretch");
      }
      settle(follower_.follow(before));
      still_ = round > 0 && stands_still(before);
      if (still_) break;
    }
    if (model_.readings.size() < 2)
      return no_match("hardly any of the one sound answers the other");
    return {};
  }

  /// Of a sound that comes to some frequencies but once, as a sweep before the music, a jump may
  /// hide in the response as well as the response in a jump. Where all settles without the jumps
  /// too, there are none; the more so where they grew from round to round.
  Measured<void> try_without_jumps() {
    if (model_.breaks.empty()) return {};
    const LagModel jumping = model_;
    const double most = (still_ ? kNoWorse : kCreeping) * scatter();
    model_ = jumping.without_breaks();
    const bool settled = settle_down(kGenerousLimits) && settle_down({});
    if (stop_.stop_requested()) return no_match("stopped");
    const std::size_t fewest = jumping.readings.size() - jumping.readings.size() / kMayBeLost;
    const bool as_good = settled && model_.breaks.size() < jumping.breaks.size() &&
                         model_.readings.size() >= fewest && scatter() < most &&
                         apart_in_longest_run(jumping) < kNowhereElse;
    if (!as_good) model_ = jumping;
    return {};
  }

  /// The most that the model has left another in that one's longest run, in samples. Whose start is
  /// wrong may settle on a drift that never was.
  [[nodiscard]] double apart_in_longest_run(const LagModel& other) const {
    const std::size_t run = other.longest_run();
    double most = 0.0;
    for (const LagReading& reading : other.readings) {
      if (other.run_at(reading.at) != run) continue;
      most = std::max(most, std::abs(model_.lag(reading.at) - other.lag(reading.at)));
    }
    return most;
  }

  [[nodiscard]] bool stands_still(const LagModel& before) const {
    if (before.breaks != model_.breaks) return false;
    const double length = static_cast<double>(pair_.x_length());
    const double drift = std::abs(before.line.slope - model_.line.slope) * length;
    double jump = 0.0;
    for (std::size_t b = 0; b < model_.breaks.size(); ++b) {
      const auto size = [b](const LagModel& model) {
        return model.line.intercept[b + 1] - model.line.intercept[b];
      };
      jump = std::max(jump, std::abs(size(before) - size(model_)));
    }
    return drift < kStandsStill && jump < kStandsStill;
  }

  /// rms of the readings about the model.
  [[nodiscard]] double scatter() const {
    double squares = 0.0;
    for (const LagReading& reading : model_.readings) {
      const double off = reading.lag - model_.lag(reading.at);
      squares += off * off;
    }
    return std::sqrt(squares / static_cast<double>(model_.readings.size()));
  }

  /// Of the growth of the delay from end to end, in samples.
  [[nodiscard]] double doubt() const {
    return kWitnesses * model_.line.slope_sigma * static_cast<double>(pair_.x_length());
  }

  void settle(std::vector<BlockReading> blocks) {
    if (blocks.size() >= 2) {
      model_ = fit_lag_model(std::move(blocks), limits_);
    } else {
      model_.readings.clear();
      model_.breaks.clear();
    }
  }

  Measured<BlindAlignment> result() {
    const auto centre = centred(0, pair_.x_length());
    if (!centre) return tl::unexpected(centre.error());
    const double beyond = centre->left.samples;
    BlindAlignment found;
    found.delay = centre->left;
    const double start = model_.line.intercept.front();
    found.delay.samples += start;
    found.delay.from_samples += start;
    found.delay.to_samples += start;
    found.end_delay_samples = model_.lag(static_cast<double>(pair_.x_length() - 1)) + beyond;
    if (model_.readings.size() >= kFewestReadings) {
      found.drift_ppm = 1e6 * model_.line.slope;
      found.drift_sigma_ppm = kWitnesses * 1e6 * model_.line.slope_sigma;
    }
    for (LagReading reading : model_.readings) {
      reading.lag += beyond;
      found.track.push_back(reading);
    }
    found.scatter_samples = scatter();
    add_slips(found);
    found.coherence = centre->coherence;
    return found;
  }

  void add_slips(BlindAlignment& found) const {
    for (std::size_t b = 0; b < model_.breaks.size(); ++b) {
      const LagReading& before = model_.readings[model_.breaks[b] - 1];
      const LagReading& after = model_.readings[model_.breaks[b]];
      found.slips.push_back({static_cast<std::int64_t>(before.at),
                             static_cast<std::int64_t>(after.at),
                             model_.line.intercept[b + 1] - model_.line.intercept[b],
                             kWitnesses * std::hypot(model_.line.intercept_sigma[b + 1],
                                                     model_.line.intercept_sigma[b])});
    }
  }

  PairSource& pair_;
  std::stop_token stop_;
  SampleRate rate_;
  LagFollower follower_;
  double loudness_{1.0};  ///< rms of x's loudest stretch.
  std::int64_t start_{0};
  std::int64_t length_{0};
  LagModel model_;
  JumpLimits limits_;
  bool still_{false};  ///< The last settle_down() came to an end.
};

}  // namespace

Measured<BlindAlignment> align_blind(PairSource& pair, const std::stop_token& stop) {
  return BlindAligner(pair, stop).run();
}

}  // namespace ampsweep::analysis
