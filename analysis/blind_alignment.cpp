// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/blind_alignment.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "analysis/block_lag.hpp"
#include "analysis/drive_shapes.hpp"
#include "analysis/lag_steps.hpp"
#include "analysis/level_effect.hpp"
#include "analysis/matched_filter.hpp"
#include "analysis/quantile.hpp"
#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kFirstSeconds = 6.0;
constexpr double kReach = 4.0;  ///< s
constexpr double kLeastProminence = 6.0;
constexpr std::size_t kCandidates = 12;
constexpr std::int32_t kCandidateDistance = 20;  ///< Of a second.
constexpr double kAlike = 0.8;
constexpr double kLeastJump = 0.75;
constexpr int kRounds = 2;
constexpr int kLevelRounds = 4;
constexpr std::size_t kCompany = 9;  ///< Readings among which one is judged.
constexpr double kWitnesses = 2.0;  ///< Blocks overlap and notes last: sigmas are taken times this.
constexpr int kHuberRounds = 5;
constexpr double kHuber = 1.345;
constexpr int kCentreRounds = 4;
constexpr double kNearlyLinear = 0.97;
constexpr std::size_t kFewestReadings = 6;

tl::unexpected<Refusal> no_match(const char* why) {
  return tl::unexpected(Refusal{Refusal::Reason::NoMatch, why});
}

/// Lag of y against x along x: a line with jumps.
struct LagModel {
  std::vector<LagReading> readings;
  std::vector<std::size_t> breaks;
  LagLine line;

  [[nodiscard]] std::size_t run_at(double at) const {
    std::size_t run = 0;
    while (run < breaks.size() && at >= place(run)) ++run;
    return run;
  }
  /// Between the last reading of a run and the first of the next.
  [[nodiscard]] double place(std::size_t b) const {
    return 0.5 * (readings[breaks[b] - 1].at + readings[breaks[b]].at);
  }
  [[nodiscard]] double lag(double at) const { return line.intercept[run_at(at)] + line.slope * at; }
};

/// Without the readings that lie `limit` or more off the median of their neighbourhood: a note or
/// three that fit better a few periods off are no slip there and back.
std::vector<LagReading> in_company(std::span<const LagReading> readings, double limit) {
  const std::size_t width = std::min(kCompany, readings.size());
  std::vector<LagReading> kept;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const std::size_t first = std::min(i - std::min(i, width / 2), readings.size() - width);
    std::vector<double> lags;
    for (const LagReading& other : readings.subspan(first, width)) lags.push_back(other.lag);
    if (std::abs(readings[i].lag - middle_of(std::move(lags))) < limit) kept.push_back(readings[i]);
  }
  return kept;
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
    const auto first = find_first();
    if (!first) return tl::unexpected(first.error());
    model_.line = {0.0, 0.0, {static_cast<double>(*first)}, {0.0}};
    if (const auto found = centre_first(); !found) return tl::unexpected(found.error());
    (void)use(response(start_, start_ + length_).spectrum(1));
    track_from_start(model_.line.intercept.front());
    if (model_.readings.size() >= 2) choose_shapes();
    for (int round = 0; round < kRounds; ++round) {
      if (stop_.stop_requested()) return no_match("stopped");
      if (model_.readings.size() < 2)
        return no_match("hardly any of the one sound answers the other");
      if (!use(response(0, pair_.x_length()).spectrum(shapes_.count()))) {
        return no_match("the two sounds part after the loudest stretch");
      }
      track_along_model();
    }
    if (model_.readings.size() < 2)
      return no_match("hardly any of the one sound answers the other");
    return result(response(0, pair_.x_length()).spectrum(1));
  }

 private:
  [[nodiscard]] std::int64_t block() const { return static_cast<std::int64_t>(blocks_.size()); }

  /// Lag of the loudest stretch of x, whole samples.
  Measured<std::int64_t> find_first() {
    const auto rate = static_cast<double>(rate_.value());
    length_ = std::min(static_cast<std::int64_t>(kFirstSeconds * rate), pair_.x_length());
    start_ = loudest_stretch();
    const auto reach = static_cast<std::int64_t>(kReach * rate);
    std::vector<float> x(static_cast<std::size_t>(length_));
    std::vector<float> y(static_cast<std::size_t>(length_ + 2 * reach));
    pair_.read_x(start_, x);
    pair_.read_y(start_ - reach, y);
    const std::vector<double> precise(x.begin(), x.end());
    loudness_ = rms(x);
    if (loudness_ == 0.0) return tl::unexpected(Refusal{Refusal::Reason::Silent, "X is silent"});
    shapes_ = DriveShapes{rate_, loudness_, 1};
    const auto matches =
        find_matches(precise, y, {0, 2 * reach}, kCandidates, rate_.value() / kCandidateDistance);
    if (matches.empty() || matches.front().prominence < kLeastProminence) {
      return no_match("the one sound was not found in the other");
    }
    // A sound that comes again fits there too: of places that fit alike, the nearest.
    std::int64_t best = matches.front().lag - reach;
    for (const Match& match : matches) {
      const bool alike =
          std::abs(match.correlation) > kAlike * std::abs(matches.front().correlation);
      if (alike && std::abs(match.lag - reach) < std::abs(best)) best = match.lag - reach;
    }
    return best;
  }

  /// The half of the loudest stretch that answers best: a jump inside would mix two delays. Its
  /// delay beyond minimum phase is then taken out, until none is left: late blocks smear the mean.
  Measured<void> centre_first() {
    double most = -1.0;
    const std::int64_t start = start_;
    for (int part = 0; part < 3; ++part) {
      const std::int64_t from = start + part * length_ / 4;
      const double trust = response(from, from + length_ / 2).spectrum(1).trust();
      if (trust <= most) continue;
      most = trust;
      start_ = from;
    }
    length_ /= 2;
    for (int round = 0; round < kCentreRounds; ++round) {
      const auto excess = excess_delay(response(start_, start_ + length_).spectrum(1), rate_);
      if (!excess) return tl::unexpected(excess.error());
      model_.line.intercept.front() += excess->samples;
      if (std::abs(excess->samples) < 1.0) break;
    }
    return {};
  }

  /// One shape where the path is nearly linear, all of them where it distorts. Only the whole sound
  /// is enough to tell several shapes apart.
  void choose_shapes() {
    const auto linear = response(0, pair_.x_length()).spectrum(1);
    if (linear.mean_coherence() > kNearlyLinear) return;
    shapes_ = DriveShapes{rate_, loudness_, DriveShapes::kMost};
    make_room();
  }

  bool use(const ResponseSpectrum& spectrum) {
    if (spectrum.empty()) return false;
    blocks_.set_response(spectrum);
    return true;
  }

  void make_room() {
    x_.resize(blocks_.size() + shapes_.lead());
    y_.resize(blocks_.size());
    shaped_.assign(shapes_.count(), std::vector<double>(blocks_.size()));
  }

  /// Read in half-second steps, so that nothing long is held.
  std::int64_t loudest_stretch() {
    const std::int64_t step = std::max<std::int64_t>(1, rate_.value() / 2);
    std::vector<float> piece(static_cast<std::size_t>(step));
    std::vector<double> energy;
    for (std::int64_t at = 0; at < pair_.x_length(); at += step) {
      pair_.read_x(at, piece);
      double sum = 0.0;
      for (const float sample : piece) sum += static_cast<double>(sample) * sample;
      energy.push_back(sum);
    }
    const auto count = static_cast<std::size_t>(std::max<std::int64_t>(1, length_ / step));
    std::size_t best = 0;
    double most = -1.0;
    for (std::size_t i = 0; i + count <= energy.size(); ++i) {
      double sum = 0.0;
      for (std::size_t j = i; j < i + count; ++j) sum += energy[j];
      if (sum > most) {
        most = sum;
        best = i;
      }
    }
    return static_cast<std::int64_t>(best) * step;
  }

  /// Cross-spectra of x's [from, to), the model's lag taken out.
  PairResponse response(std::int64_t from, std::int64_t to) {
    PairResponse gathered{rate_, shapes_.count()};
    const auto size = static_cast<std::int64_t>(gathered.size());
    const auto lead = static_cast<std::int64_t>(shapes_.lead());
    std::vector<float> x(gathered.size() + shapes_.lead());
    std::vector<float> y(gathered.size());
    for (std::int64_t at = from; at + size <= to && !stop_.stop_requested(); at += size / 2) {
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

  /// The line with jumps through them, what the level alone explains taken out of the readings.
  void settle(std::vector<BlockReading> blocks) {
    model_.readings.clear();
    model_.breaks.clear();
    if (blocks.size() < 2) return;
    for (int round = 0; round < kLevelRounds; ++round) {
      fit_line(blocks);
      std::vector<LevelValue> off;
      for (const BlockReading& block : blocks) {
        off.push_back({block.level_db, block.lag.lag - model_.lag(block.lag.at)});
      }
      const std::vector<double> effect = level_effect(off);
      for (std::size_t i = 0; i < blocks.size(); ++i) blocks[i].lag.lag -= effect[i];
    }
    fit_line(blocks);
  }

  void fit_line(const std::vector<BlockReading>& blocks) {
    std::vector<LagReading> readings;
    for (const BlockReading& block : blocks) readings.push_back(block.lag);
    // What a note does to an amp's delay is no noise that its own sigma knows of.
    const double scatter = excess_scatter_of(readings);
    std::vector<double> sigmas;
    for (const LagReading& r : readings) sigmas.push_back(r.sigma * scatter);
    const double typical = middle_of(sigmas);
    for (LagReading& r : readings) r.sigma = std::hypot(r.sigma, typical);
    const double limit = std::max(1.0, 8.0 * typical);
    readings = in_company(readings, limit);
    std::vector<std::size_t> breaks = find_steps(readings, kLeastJump);
    model_ = {std::move(readings), std::move(breaks), {}};
    fit_robustly();
  }

  /// Huber's weights: a few notes that move the amp's delay by a sample do not tilt the line.
  void fit_robustly() {
    const std::vector<LagReading> measured = model_.readings;
    model_.line = fit_lag_line(model_.readings, model_.breaks);
    for (int round = 0; round < kHuberRounds; ++round) {
      std::vector<double> sizes;
      for (const LagReading& r : measured) sizes.push_back(std::abs(r.lag - model_.lag(r.at)));
      const double usual = kHuber * 1.4826 * middle_of(sizes);
      for (std::size_t i = 0; i < measured.size(); ++i) {
        const double stretched = usual > 0.0 ? std::max(1.0, std::sqrt(sizes[i] / usual)) : 1.0;
        model_.readings[i].sigma = measured[i].sigma * stretched;
      }
      model_.line = fit_lag_line(model_.readings, model_.breaks);
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
    double squares = 0.0;
    for (LagReading reading : model_.readings) {
      const double off = reading.lag - model_.lag(reading.at);
      squares += off * off;
      reading.lag += excess->samples;
      found.track.push_back(reading);
    }
    found.scatter_samples = std::sqrt(squares / static_cast<double>(model_.readings.size()));
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
  DriveShapes shapes_{rate_, 1.0, 1};
  std::vector<std::vector<double>> shaped_;
  std::vector<float> x_;
  std::vector<float> y_;
  std::int64_t start_{0};
  std::int64_t length_{0};
  LagModel model_;
};

}  // namespace

Measured<BlindAlignment> align_blind(PairSource& pair, const std::stop_token& stop) {
  return BlindAligner(pair, stop).run();
}

}  // namespace ampsweep::analysis
