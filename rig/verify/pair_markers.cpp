// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_markers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "analysis/delay.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::int64_t kMarkerLongestImpulse = 48;
constexpr double kMarkerSilence = 0.050;  // s, on either side
constexpr double kMarkerNoise = 0.010;    // s of it are looked at before an answer
constexpr double kMarkerUnsure = 0.005;   // s that the delay may be off
constexpr double kMarkerAnswer = 0.030;   // s of an answer that are compared
constexpr double kMarkerOfPeak = 0.01;
constexpr double kMarkerOverNoise = 4.0;
constexpr float kMarkerEqualPeaks = 0.01F;
constexpr std::int64_t kMarkerPiece = 65536;

struct Impulse {
  std::int64_t from{0};
  std::int64_t to{0};
  float peak{0.0F};  ///< With its sign.
};

/// Impulses that stand alone, of sound that comes piece by piece: the first, the last, how many.
class ImpulseSearch {
 public:
  explicit ImpulseSearch(double rate)
      : silence_(static_cast<std::int64_t>(kMarkerSilence * rate)) {}
  void add(float sample) {
    if (sample != 0.0F) {
      if (!open_) begin();
      open_->to = at_ + 1;
      if (std::fabs(sample) > std::fabs(open_->peak)) open_->peak = sample;
      zeros_ = 0;
      if (open_->to - open_->from > kMarkerLongestImpulse) alone_ = false;
    } else if (++zeros_ == silence_) {
      end();
    }
    ++at_;
  }
  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] const Impulse& first() const { return first_; }
  [[nodiscard]] const Impulse& last() const { return last_; }
  [[nodiscard]] bool alike() const { return alike_; }

 private:
  void begin() {
    open_ = Impulse{at_, at_, 0.0F};
    alone_ = zeros_ >= silence_ || zeros_ == at_;  // the file's beginning is silence enough
  }
  void end() {
    if (open_ && alone_) {
      if (count_++ == 0) first_ = *open_;
      last_ = *open_;
      const float off = std::fabs(open_->peak - first_.peak);
      alike_ = alike_ && off <= kMarkerEqualPeaks * std::fabs(first_.peak) &&
               open_->to - open_->from == first_.to - first_.from;
    }
    open_.reset();
  }
  std::int64_t silence_;
  std::int64_t at_{0};
  std::int64_t zeros_{0};
  std::optional<Impulse> open_;
  bool alone_{false};
  int count_{0};
  Impulse first_;
  Impulse last_;
  bool alike_{true};
};

float answer_peak(std::span<const float> y) {
  float peak = 0.0F;
  for (const float sample : y) peak = std::max(peak, std::fabs(sample));
  return peak;
}

class AnswerPair {
 public:
  AnswerPair(analysis::PairSource& pair, double about)
      : pair_(pair), rate_(pair.rate().value()), about_(std::llround(about)) {}

  /// Where the answer to the impulse at `from` stands up, after it.
  std::optional<std::int64_t> rise(std::int64_t from) {
    const auto noise = length(kMarkerNoise);
    const auto unsure = length(kMarkerUnsure);
    const std::int64_t start = from + about_ - unsure - noise;
    const auto y = sound(start, noise + 2 * unsure + length(kMarkerAnswer));
    const std::span<const float> all(y);
    const float level = answer_peak(all.first(static_cast<std::size_t>(noise)));
    const auto answer = all.subspan(static_cast<std::size_t>(noise));
    const double limit = std::max(kMarkerOverNoise * static_cast<double>(level),
                                  kMarkerOfPeak * static_cast<double>(answer_peak(answer)));
    if (limit <= 0.0) return std::nullopt;
    for (std::size_t n = 0; n < answer.size(); ++n) {
      if (static_cast<double>(std::fabs(answer[n])) <= limit) continue;
      return start + noise + static_cast<std::int64_t>(n) - from;
    }
    return std::nullopt;
  }

  void compare(std::int64_t first, std::int64_t last, PairMarkers& markers) {
    const auto unsure = length(kMarkerUnsure);
    const auto around = length(kMarkerAnswer);
    const std::int64_t begin = *markers.rise_samples - unsure / 4;
    const auto early = sound(first + begin, around);
    const auto late = sound(last + begin - unsure, around + 2 * unsure);
    const auto found = analysis::estimate_delay(early, late, pair_.rate(),
                                                {SampleCount{0}, SampleCount{2 * unsure}});
    if (!found || found->polarity < 0) return;
    markers.drift_samples = found->delay_samples - static_cast<double>(unsure);
    markers.drift_sigma_samples = found->delay_sigma_samples;
  }

 private:
  [[nodiscard]] std::int64_t length(double seconds) const {
    return static_cast<std::int64_t>(seconds * rate_);
  }
  std::vector<float> sound(std::int64_t from, std::int64_t count) {
    std::vector<float> y(static_cast<std::size_t>(count));
    pair_.read_y(from, y);
    return y;
  }
  analysis::PairSource& pair_;
  double rate_;
  std::int64_t about_;
};

}  // namespace

std::optional<double> PairMarkers::drift_ppm(double rate) const {
  if (!drift_samples || last_s <= first_s) return std::nullopt;
  return 1e6 * *drift_samples / ((last_s - first_s) * rate);
}

std::optional<PairMarkers> pair_markers(analysis::PairSource& pair, double about,
                                        const std::stop_token& stop) {
  const double rate = pair.rate().value();
  ImpulseSearch search(rate);
  std::vector<float> piece;
  for (std::int64_t at = 0; at < pair.x_length(); at += kMarkerPiece) {
    if (stop.stop_requested()) return std::nullopt;
    piece.resize(static_cast<std::size_t>(std::min(kMarkerPiece, pair.x_length() - at)));
    pair.read_x(at, piece);
    for (const float sample : piece) search.add(sample);
  }
  if (search.count() == 0) return std::nullopt;
  PairMarkers markers;
  markers.count = search.count();
  markers.first_s = static_cast<double>(search.first().from) / rate;
  markers.last_s = static_cast<double>(search.last().from) / rate;
  AnswerPair answers(pair, about);
  markers.rise_samples = answers.rise(search.first().from);
  if (markers.rise_samples && markers.count > 1 && search.alike()) {
    answers.compare(search.first().from, search.last().from, markers);
  }
  return markers;
}

std::string pair_markers_text(const PairMarkers& markers, double rate) {
  std::string text = markers.count == 1 ? std::string("1 impulse stands alone")
                                        : fmt::format("{} impulses stand alone", markers.count);
  text += markers.rise_samples
              ? fmt::format(": Y rises {} samples after the first", *markers.rise_samples)
              : std::string(": nothing in Y rises above the noise after the first");
  if (const auto ppm = markers.drift_ppm(rate)) {
    text += fmt::format(
        "; {:+.3f} +- {:.3f} samples ({:+.3f} ppm) more after the last, {:.1f} s "
        "later",
        *markers.drift_samples, markers.drift_sigma_samples, *ppm,
        markers.last_s - markers.first_s);
  }
  return text;
}

}  // namespace ampsweep::rig
