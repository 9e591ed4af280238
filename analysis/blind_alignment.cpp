// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/blind_alignment.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "analysis/block_lag.hpp"
#include "analysis/drive_shapes.hpp"
#include "analysis/lag_model.hpp"
#include "analysis/loudest_match.hpp"

namespace ampsweep::analysis {
namespace {

constexpr int kRounds = 2;
constexpr double kWitnesses = 2.0;  ///< Blocks overlap and notes last: sigmas are taken times this.
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
    shapes_ = DriveShapes{rate_, loudness_, 1};
    model_.line = {0.0, 0.0, {static_cast<double>(first->lag)}, {0.0}};
    if (const auto found = centre_first(); !found) return tl::unexpected(found.error());
    if (!use(response(start_, start_ + length_).spectrum(1))) {
      return no_match("no two octaves of the one sound answer the other");
    }
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
    if (spectrum.octaves() < kLeastOctaves) return false;
    blocks_.set_response(spectrum);
    return true;
  }

  void make_room() {
    x_.resize(blocks_.size() + shapes_.lead());
    y_.resize(blocks_.size());
    shaped_.assign(shapes_.count(), std::vector<double>(blocks_.size()));
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

  void settle(std::vector<BlockReading> blocks) {
    if (blocks.size() >= 2) {
      model_ = fit_lag_model(std::move(blocks));
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
