// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/blind_alignment.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "analysis/block_lag.hpp"
#include "analysis/drive_shapes.hpp"
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
      : pair_(pair), stop_(std::move(stop)), rate_(pair.rate()), blocks_(rate_) {
    make_room();
  }

  Measured<BlindAlignment> run() {
    if (std::min(pair_.x_length(), pair_.y_length()) < 2 * block()) {
      return tl::unexpected(Refusal{Refusal::Reason::TooShort, "less than 1.4 s of sound"});
    }
    const auto first = match_loudest(pair_);
    if (!first) return tl::unexpected(first.error());
    start_ = first->start;
    length_ = first->length;
    loudness_ = first->loudness;
    shapes_ = ShapeMaker{rate_, loudness_, {{}}};
    model_.line = {0.0, 0.0, {static_cast<double>(first->lag)}, {0.0}};
    if (const auto found = centre_first(); !found) return tl::unexpected(found.error());
    if (!use(response(start_, start_ + length_, 1).spectrum(1))) {
      return no_match("no two octaves of the one sound answer the other");
    }
    track_from_start(model_.line.intercept.front());
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
    return result(response(0, pair_.x_length(), 1).spectrum(1));
  }

 private:
  [[nodiscard]] std::int64_t block() const { return static_cast<std::int64_t>(blocks_.size()); }

  /// The half of the loudest stretch that answers best: a jump inside would mix two delays. Its
  /// delay beyond minimum phase is then taken out, until none is left: late blocks smear the mean.
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
    for (int round = 0; round < kCentreRounds; ++round) {
      const auto excess = excess_delay(response(start_, start_ + length_, 1).spectrum(1), rate_);
      if (!excess) return tl::unexpected(excess.error());
      model_.line.intercept.front() += excess->samples;
      if (std::abs(excess->samples) < 1.0) break;
    }
    return {};
  }

  [[nodiscard]] bool distorted() {
    return response(0, pair_.x_length(), 1).spectrum(1).mean_coherence() <= kNearlyLinear;
  }

  void make_with(std::vector<DriveShape> shapes) {
    shapes_ = ShapeMaker{rate_, loudness_, std::move(shapes)};
    make_room();
  }

  /// Shapes that so much sound can tell apart.
  [[nodiscard]] std::size_t told_apart() const {
    return std::min(static_cast<std::size_t>(pair_.x_length() / block()) / kBlocksForAShape,
                    kMostShapes);
  }

  /// The shapes that suit this amp, from blocks all along the sound.
  void choose_from_all() {
    const std::vector<DriveShape> all = drive_shapes();
    make_with(all);
    std::vector<DriveShape> chosen;
    const auto spectra = response(0, pair_.x_length(), all.size(), kBlocksToChoose);
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
    for (int round = 0; round < kMostRounds; ++round) {
      if (stop_.stop_requested()) return no_match("stopped");
      if (model_.readings.size() < 2) break;
      const LagModel before = model_;
      if (!use(response(0, pair_.x_length(), shapes_.count()).spectrum(shapes_.count()))) {
        return no_match("the two sounds part after the loudest stretch");
      }
      track_along_model();
      if (round > 0 && stands_still(before)) break;
    }
    if (model_.readings.size() < 2)
      return no_match("hardly any of the one sound answers the other");
    return {};
  }

  /// Of a sound that comes to some frequencies but once, as a sweep before the music, a jump may
  /// hide in the response as well as the response in a jump. Where all settles without the jumps
  /// too, there are none.
  Measured<void> try_without_jumps() {
    if (model_.breaks.empty()) return {};
    const LagModel jumping = model_;
    const double scattered = scatter();
    model_ = jumping.without_breaks();
    const bool settled = settle_down(kGenerousLimits) && settle_down({});
    if (stop_.stop_requested()) return no_match("stopped");
    const std::size_t fewest = jumping.readings.size() - jumping.readings.size() / kMayBeLost;
    const bool as_good = settled && model_.breaks.size() < jumping.breaks.size() &&
                         model_.readings.size() >= fewest && scatter() < kNoWorse * scattered &&
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

  bool use(const ResponseSpectrum& spectrum) {
    if (spectrum.octaves() < kLeastOctaves) return false;
    blocks_.set_response(spectrum);
    return true;
  }

  void make_room() {
    x_.resize(blocks_.size() + shapes_.lead());
    y_.resize(blocks_.size());
    shaped_.assign(shapes_.count(), std::vector<double>(blocks_.size()));
  }

  /// Cross-spectra of x's [from, to) with the first `shapes` shapes, the model's lag taken out; of
  /// `most_blocks` blocks all along it, where there are more.
  PairResponse response(std::int64_t from, std::int64_t to, std::size_t shapes,
                        std::int64_t most_blocks = std::numeric_limits<std::int64_t>::max()) {
    PairResponse gathered{rate_, shapes};
    const auto size = static_cast<std::int64_t>(gathered.size());
    const std::int64_t hop = std::max(size / 2, (to - from) / most_blocks);
    const auto lead = static_cast<std::int64_t>(shapes_.lead());
    std::vector<float> x(gathered.size() + shapes_.lead());
    std::vector<float> y(gathered.size());
    for (std::int64_t at = from; at + size <= to && !stop_.stop_requested(); at += hop) {
      const auto middle = static_cast<double>(at + size / 2);
      if (model_.run_at(static_cast<double>(at)) != model_.run_at(static_cast<double>(at + size))) {
        continue;
      }
      const double lag = model_.lag(middle);
      const std::int64_t whole = std::llround(lag);
      pair_.read_x(at - lead, x);
      pair_.read_y(at + whole, y);
      shapes_.make(x, shaped_);
      gathered.add(shaped_, y, lag - static_cast<double>(whole));
    }
    return gathered;
  }

  std::optional<BlockReading> read_at(std::int64_t at, double near) {
    const std::int64_t whole = std::llround(near);
    if (at + whole < -block() || at + whole > pair_.y_length()) return std::nullopt;
    pair_.read_x(at - static_cast<std::int64_t>(shapes_.lead()), x_);
    pair_.read_y(at + whole, y_);
    shapes_.make(x_, shaped_);
    auto reading = blocks_.read(shaped_, y_);
    if (!reading) return std::nullopt;
    reading->lag.at += static_cast<double>(at);
    reading->lag.lag += static_cast<double>(whole);
    return reading;
  }

  /// From the loudest stretch to both ends, each block near the one before it.
  void track_from_start(double lag) {
    std::vector<BlockReading> readings;
    double near = lag;
    const std::int64_t hop = block() / 2;
    for (std::int64_t at = start_; at + block() <= pair_.x_length(); at += hop) {
      if (stop_.stop_requested()) return;
      if (auto found = read_at(at, near)) {
        near = found->lag.lag;
        readings.push_back(*found);
      }
    }
    near = readings.empty() ? lag : readings.front().lag.lag;
    std::vector<BlockReading> earlier;
    for (std::int64_t at = start_ - hop; at >= 0; at -= hop) {
      if (stop_.stop_requested()) return;
      if (auto found = read_at(at, near)) {
        near = found->lag.lag;
        earlier.push_back(*found);
      }
    }
    readings.insert(readings.begin(), earlier.rbegin(), earlier.rend());
    settle(std::move(readings));
  }

  void track_along_model() {
    const LagModel model = model_;
    std::vector<BlockReading> readings;
    for (std::int64_t at = 0; at + block() <= pair_.x_length(); at += block() / 2) {
      if (stop_.stop_requested()) return;
      if (auto found = read_at(at, model.lag(static_cast<double>(at + block() / 2)))) {
        readings.push_back(*found);
      }
    }
    settle(std::move(readings));
  }

  void settle(std::vector<BlockReading> blocks) {
    if (blocks.size() >= 2) {
      model_ = fit_lag_model(std::move(blocks), limits_);
    } else {
      model_.readings.clear();
      model_.breaks.clear();
    }
  }

  Measured<BlindAlignment> result(const ResponseSpectrum& spectrum) {
    const auto excess = excess_delay(spectrum, rate_);
    if (!excess) return tl::unexpected(excess.error());
    BlindAlignment found;
    found.delay = *excess;
    const double start = model_.line.intercept.front();
    found.delay.samples += start;
    found.delay.from_samples += start;
    found.delay.to_samples += start;
    found.end_delay_samples =
        model_.lag(static_cast<double>(pair_.x_length() - 1)) + excess->samples;
    if (model_.readings.size() >= kFewestReadings) {
      found.drift_ppm = 1e6 * model_.line.slope;
      found.drift_sigma_ppm = kWitnesses * 1e6 * model_.line.slope_sigma;
    }
    for (LagReading reading : model_.readings) {
      reading.lag += excess->samples;
      found.track.push_back(reading);
    }
    found.scatter_samples = scatter();
    add_slips(found);
    found.coherence = spectrum.mean_coherence();
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
  BlockLag blocks_;
  double loudness_{1.0};  ///< rms of x's loudest stretch.
  ShapeMaker shapes_{rate_, 1.0, {{}}};
  std::vector<std::vector<double>> shaped_;
  std::vector<float> x_;
  std::vector<float> y_;
  std::int64_t start_{0};
  std::int64_t length_{0};
  LagModel model_;
  JumpLimits limits_;
};

}  // namespace

Measured<BlindAlignment> align_blind(PairSource& pair, const std::stop_token& stop) {
  return BlindAligner(pair, stop).run();
}

}  // namespace ampsweep::analysis
