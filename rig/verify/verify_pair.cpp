// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_pair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "analysis/delay.hpp"
#include "analysis/impulse_response.hpp"
#include "analysis/sound_check.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/verify/flat_tops.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig {
namespace {

constexpr Seconds kLongest{60.0};  // of the sound that delay is read on
constexpr Seconds kReach{2.0};     // how far Y may stand from X
constexpr Seconds kDriftStretch{10.0};
constexpr Seconds kBefore{0.02};  // searched ahead of the delay for the first arrival
constexpr Seconds kResponse{0.1};
constexpr double kBegunDb = -40.0;    // the response may have begun here ...
constexpr double kThereDb = -6.0;     // ... and certainly has here
constexpr double kGrowthLimit = 1.0;  // samples; below, a moving amp cannot be told from a clock

/// Start and length of a stretch, in samples.
struct Stretch {
  std::int64_t from{0};
  std::int64_t length{0};
};

std::span<const float> part(std::span<const float> x, const Stretch& stretch) {
  const auto size = static_cast<std::int64_t>(x.size());
  const std::int64_t from = std::clamp<std::int64_t>(stretch.from, 0, size);
  const std::int64_t to = std::clamp<std::int64_t>(stretch.from + stretch.length, from, size);
  return x.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
}

PairFile describe_file(const std::filesystem::path& path, const WavAudio& audio) {
  PairFile file;
  file.file = path.filename().string();
  file.rate = audio.rate();
  file.channels = audio.info.channels;
  file.frames = audio.length();
  file.encoding = audio.info.encoding;
  const std::span<const float> sound = audio.channels.front();
  const double peak = analysis::peak(sound);
  if (peak > 0.0) file.peak_dbfs = std::max(-400.0, level_of_peak(peak).value());
  file.clipped_runs = static_cast<int>(analysis::clipped_runs(sound).size());
  file.clipped = file.clipped_runs > 0 || flat_tops(sound).clipped();
  return file;
}

class PairCheck {
 public:
  PairCheck(std::span<const float> x, std::span<const float> y, PairReport& report)
      : x_(x), y_(y), report_(report), rate_(report.x.rate) {}

  /// False: nothing more can be measured.
  bool check_files() {
    check_file(report_.x, x_);
    check_file(report_.y, y_);
    if (report_.x.frames != report_.y.frames) {
      fault(report_.y.file, FaultCode::LengthMismatch,
            fmt::format("{} has {} frames, {} has {}: trainers want equal lengths", report_.y.file,
                        report_.y.frames.value(), report_.x.file, report_.x.frames.value()));
    }
    if (report_.x.rate == report_.y.rate) return usable_;
    fault(report_.y.file, FaultCode::FormatMismatch,
          fmt::format("{} is at {} Hz, {} at {} Hz: record both at one rate", report_.y.file,
                      report_.y.rate.value(), report_.x.file, report_.x.rate.value()));
    return false;
  }

  void measure() {
    const std::int64_t start = first_sound();
    const Stretch whole{start, samples(kLongest, rate_).value()};
    const auto delay = delay_of(whole, 0, samples(kReach, rate_).value());
    if (!delay) {
      fault(report_.y.file, FaultCode::TakeMismatch,
            fmt::format("{} does not answer {} within {:g} s ({}): are they a pair?",
                        report_.y.file, report_.x.file, kReach.value(), delay.error().detail));
      return;
    }
    report_.delay_samples = delay->delay_samples;
    report_.delay_sigma_samples = delay->delay_sigma_samples;
    report_.polarity = delay->polarity;
    if (delay->polarity < 0) {
      report_.notes.push_back("Y answers inverted: the device inverts, or the file is inverted");
    }
    measure_arrival(whole, std::llround(delay->peak_delay_samples));
    measure_drift(start, std::llround(delay->peak_delay_samples));
  }

 private:
  void fault(const std::string& file, FaultCode code, std::string detail) {
    report_.faults.push_back({file, {code, std::move(detail)}});
  }

  void check_file(const PairFile& file, std::span<const float> sound) {
    if (file.channels > 1) {
      report_.notes.push_back(
          fmt::format("{} has {} channels; the first was used", file.file, file.channels));
    }
    if (!analysis::all_finite(sound)) {
      fault(file.file, FaultCode::FormatMismatch,
            fmt::format("{} holds NaN or infinity: export it again", file.file));
      usable_ = false;
    } else if (analysis::peak(sound) == 0.0) {
      fault(file.file, FaultCode::Silent, fmt::format("{} is silent", file.file));
      usable_ = false;
    } else if (file.clipped) {
      fault(file.file, FaultCode::Clipped,
            fmt::format("{} is clipped ({} runs at full scale, flat tops else): record it lower",
                        file.file, file.clipped_runs));
    }
  }

  /// A little ahead of the first sample of X that is not silence.
  std::int64_t first_sound() const {
    const double floor = 1e-3 * analysis::peak(x_);
    const auto loud = std::find_if(x_.begin(), x_.end(), [&](float sample) {
      return std::abs(static_cast<double>(sample)) > floor;
    });
    return std::max<std::int64_t>(0, loud - x_.begin() - samples(kBefore, rate_).value());
  }

  /// Delay of Y against a stretch of X, looked for around `about`.
  analysis::Measured<analysis::DelayEstimate> delay_of(const Stretch& stretch, std::int64_t about,
                                                       std::int64_t reach) const {
    const std::int64_t from = std::max<std::int64_t>(0, stretch.from + about - reach);
    const std::int64_t expected = stretch.from - from;
    analysis::DelaySearch search;
    search.earliest = SampleCount{expected + about - reach};
    search.latest = SampleCount{expected + about + reach};
    auto found = analysis::estimate_delay(
        part(x_, stretch), part(y_, {from, stretch.length + 2 * reach}), rate_, search);
    if (found) {
      found->delay_samples -= static_cast<double>(expected);
      found->peak_delay_samples -= static_cast<double>(expected);
    }
    return found;
  }

  void measure_arrival(const Stretch& whole, std::int64_t delay) {
    const std::int64_t before = samples(kBefore, rate_).value();
    const SampleCount length = samples(kBefore, rate_) + samples(kResponse, rate_);
    const std::int64_t first = whole.from + delay - before;
    // Y moved so that the response stands `before` samples into the impulse response.
    std::vector<float> answer(static_cast<std::size_t>(std::max<std::int64_t>(0, -first)), 0.0F);
    const auto rest = part(y_, {std::max<std::int64_t>(0, first), whole.length + length.value()});
    answer.insert(answer.end(), rest.begin(), rest.end());
    auto question = part(x_, whole);
    if (answer.size() <= static_cast<std::size_t>(length.value())) return;
    const std::size_t covered = answer.size() - static_cast<std::size_t>(length.value());
    question = question.first(std::min(question.size(), covered));
    const std::vector<double> h = analysis::impulse_response(question, answer, length);
    const auto place = [&](double threshold_db) {
      return static_cast<double>(delay - before + analysis::first_arrival(h, threshold_db).value());
    };
    report_.first_arrival = FirstArrival{place(-20.0), place(kBegunDb), place(kThereDb)};
    if (report_.first_arrival->to_samples < 0.0) {
      fault(report_.y.file, FaultCode::Misaligned,
            fmt::format("{} answers {:.0f} samples before {} asks: move it later", report_.y.file,
                        -report_.first_arrival->to_samples, report_.x.file));
    }
    report_.notes.push_back(
        "no loopback: the device's own delay and a misalignment cannot be told apart within the "
        "interval given");
  }

  void measure_drift(std::int64_t start, std::int64_t delay) {
    const std::int64_t length = samples(kDriftStretch, rate_).value();
    const std::int64_t end = static_cast<std::int64_t>(std::min(x_.size(), y_.size())) - length;
    if (end - start < 2 * length) return;
    const std::int64_t reach = samples(Seconds{0.05}, rate_).value();
    const auto early = delay_of({start, length}, delay, reach);
    const auto late = delay_of({end, length}, delay, reach);
    if (!early || !late) return;
    const double distance = static_cast<double>(end - start);
    const double growth = late->delay_samples - early->delay_samples;
    const double sigma = std::hypot(early->delay_sigma_samples, late->delay_sigma_samples);
    report_.drift_ppm = 1e6 * growth / distance;
    report_.drift_sigma_ppm = 1e6 * sigma / distance;
    if (std::abs(growth) > kGrowthLimit + 4.0 * sigma) {
      fault(report_.y.file, FaultCode::DriftTooHigh,
            fmt::format("{} drifts by {:+.2f} samples ({:+.3f} ppm): record input and output with "
                        "one interface",
                        report_.y.file, growth, *report_.drift_ppm));
    }
  }

  std::span<const float> x_;
  std::span<const float> y_;
  PairReport& report_;
  SampleRate rate_;
  bool usable_{true};
};

}  // namespace

PairReport verify_pair(const std::filesystem::path& x, const std::filesystem::path& y) {
  const WavAudio played = require_wav(x);
  const WavAudio answered = require_wav(y);
  for (const auto& [path, audio] : {std::pair(&x, &played), std::pair(&y, &answered)}) {
    if (!audio->channels.empty() && audio->length() > SampleCount{0}) continue;
    throw SetupError(SetupKind::Data, path->string() + " holds no sound", "name another file");
  }
  PairReport report;
  report.x = describe_file(x, played);
  report.y = describe_file(y, answered);
  PairCheck check(played.channels.front(), answered.channels.front(), report);
  if (check.check_files()) check.measure();
  return report;
}

}  // namespace ampsweep::rig
