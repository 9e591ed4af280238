// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_pair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "analysis/delay.hpp"
#include "analysis/impulse_response.hpp"
#include "analysis/realign.hpp"
#include "analysis/sound_check.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/verify/flat_tops.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig {
namespace {

constexpr Seconds kReach{2.0};           // how far Y may stand from X
constexpr Seconds kStretch{5.0};         // read at once: two clocks 50 ppm apart move by 12 samples
constexpr Seconds kDriftDistance{10.0};  // between the two places drift is read from
constexpr Seconds kBefore{0.02};         // searched ahead of the delay for the first arrival
constexpr Seconds kResponse{0.1};
constexpr double kMayBeginDb = -20.0;
constexpr double kStrongDb = -6.0;
constexpr int kDriftPasses = 3;
constexpr double kNoDriftPpm = 0.1;
constexpr double kGrowthLimit = 1.0;  // samples; below, a moving amp cannot be told from a clock

/// Start and length of a stretch, in samples.
struct Window {
  std::int64_t from{0};
  std::int64_t length{0};
};

std::span<const float> part(std::span<const float> x, const Window& stretch) {
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
  const SoundGrid grid{audio.rate(), file.encoding == "pcm16" ? 1.0 / 32768.0 : 1.0 / 8388608.0};
  file.clipped = file.clipped_runs > 0 || flat_tops(sound, grid).clipped;
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
    const std::int64_t size = static_cast<std::int64_t>(std::min(x_.size(), y_.size()));
    const Window stretch = loudest({0, size}, samples(kStretch, rate_).value());
    const auto delay = delay_of(y_, stretch, 0, samples(kReach, rate_).value());
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
    const std::int64_t about = std::llround(delay->peak_delay_samples);
    measure_drift(about);
    measure_arrival(stretch, about);
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

  /// The stretch of X with the most energy, of `length` or all that `where` has, in steps of a
  /// quarter of it.
  Window loudest(const Window& where, std::int64_t length) const {
    Window best{where.from, std::min(where.length, length)};
    double most = -1.0;
    for (std::int64_t from = where.from; from + best.length <= where.from + where.length;
         from += std::max<std::int64_t>(1, best.length / 4)) {
      const double level = analysis::rms(part(x_, {from, best.length}));
      if (level > most) {
        most = level;
        best.from = from;
      }
    }
    return best;
  }

  /// Delay of Y against a stretch of X, looked for around `about`.
  analysis::Measured<analysis::DelayEstimate> delay_of(std::span<const float> y,
                                                       const Window& stretch, std::int64_t about,
                                                       std::int64_t reach) const {
    const std::int64_t from = std::max<std::int64_t>(0, stretch.from + about - reach);
    const std::int64_t expected = stretch.from - from;
    analysis::DelaySearch search;
    search.earliest = SampleCount{expected + about - reach};
    search.latest = SampleCount{expected + about + reach};
    auto found = analysis::estimate_delay(
        part(x_, stretch), part(y, {from, stretch.length + 2 * reach}), rate_, search);
    if (found) {
      found->delay_samples -= static_cast<double>(expected);
      found->peak_delay_samples -= static_cast<double>(expected);
    }
    return found;
  }

  void measure_arrival(const Window& stretch, std::int64_t delay) {
    const double smear =
        std::abs(report_.drift_ppm.value_or(0.0)) * 1e-6 * static_cast<double>(stretch.length);
    if (smear > kGrowthLimit) {
      report_.notes.push_back("the clocks drift too much for a first arrival to be read");
      return;
    }
    const std::int64_t before = samples(kBefore, rate_).value();
    const std::int64_t length = before + samples(kResponse, rate_).value();
    const auto answer = answer_from(stretch.from + delay - before, stretch.length + length);
    const auto covered = static_cast<std::int64_t>(answer.size()) - length;
    if (covered <= length) return;
    const auto question = part(x_, {stretch.from, std::min(stretch.length, covered)});
    const auto h =
        analysis::impulse_response(question, answer, SampleCount{length}, rate_, Hertz{0.0});
    const auto place = [&](std::int64_t index) {
      return static_cast<double>(delay - before + index);
    };
    report_.first_arrival =
        FirstArrival{place(first_crest(h)), place(analysis::first_arrival(h, kMayBeginDb).value()),
                     place(analysis::first_arrival(h, 0.0).value())};
    if (report_.first_arrival->to_samples < 0.0) {
      fault(report_.y.file, FaultCode::Misaligned,
            fmt::format("{} answers {:.0f} samples before {} asks: move it later", report_.y.file,
                        -report_.first_arrival->to_samples, report_.x.file));
    }
    report_.notes.push_back(
        "no loopback: the device's own delay and a misalignment cannot be told apart within the "
        "interval given");
  }

  /// Y from a sample on that may lie before its start: silence there.
  std::vector<float> answer_from(std::int64_t first, std::int64_t length) const {
    std::vector<float> answer(static_cast<std::size_t>(std::max<std::int64_t>(0, -first)), 0.0F);
    const auto rest = part(
        y_, {std::max<std::int64_t>(0, first), length - static_cast<std::int64_t>(answer.size())});
    answer.insert(answer.end(), rest.begin(), rest.end());
    return answer;
  }

  /// First local maximum of |h| within 6 dB of the largest.
  static std::int64_t first_crest(std::span<const double> h) {
    auto at = static_cast<std::size_t>(analysis::first_arrival(h, kStrongDb).value());
    while (at + 1 < h.size() && std::abs(h[at + 1]) > std::abs(h[at])) ++at;
    return static_cast<std::int64_t>(at);
  }

  /// Where the energy of a stretch of X lies on average: a drifting delay is read there.
  double centre(const Window& stretch) const {
    double sum = 0.0;
    double moment = 0.0;
    const auto x = part(x_, stretch);
    for (std::size_t n = 0; n < x.size(); ++n) {
      const double power = static_cast<double>(x[n]) * static_cast<double>(x[n]);
      sum += power;
      moment += power * static_cast<double>(n);
    }
    return static_cast<double>(stretch.from) + (sum > 0.0 ? moment / sum : 0.0);
  }

  struct Drift {
    double ppm{0.0};
    double sigma_ppm{0.0};
  };

  /// Growth of the delay from the loudest stretch of the first third to that of the last.
  std::optional<Drift> drift_of(std::span<const float> y, std::int64_t delay) const {
    const auto size = static_cast<std::int64_t>(std::min(x_.size(), y.size()));
    const std::int64_t length = samples(kStretch, rate_).value();
    const Window first = loudest({0, size / 3}, length);
    const Window last = loudest({size - size / 3, size / 3}, length);
    const double distance = centre(last) - centre(first);
    if (distance < static_cast<double>(samples(kDriftDistance, rate_).value())) return std::nullopt;
    const std::int64_t reach = samples(kReach, rate_).value();
    const auto early = delay_of(y, first, delay, reach);
    const auto late = delay_of(y, last, delay, reach);
    if (!early || !late) return std::nullopt;
    const double sigma = std::hypot(early->delay_sigma_samples, late->delay_sigma_samples);
    return Drift{1e6 * (late->delay_samples - early->delay_samples) / distance,
                 1e6 * sigma / distance};
  }

  /// A delay that moves within a stretch is read only roughly: drift is taken out of Y and read
  /// again until nothing is left.
  void measure_drift(std::int64_t delay) {
    std::optional<Drift> found = drift_of(y_, delay);
    if (!found) return;
    double total = found->ppm;
    for (int pass = 0; pass < kDriftPasses && std::abs(found->ppm) > kNoDriftPpm; ++pass) {
      const auto steady =
          analysis::realign(y_, 0.0, total, SampleCount{static_cast<std::int64_t>(y_.size())});
      const std::vector<float> stored(steady.begin(), steady.end());
      found = drift_of(stored, delay);
      if (!found) return;
      total += found->ppm;
    }
    report_.drift_ppm = total;
    report_.drift_sigma_ppm = found->sigma_ppm;
    const double millions = static_cast<double>(x_.size()) * 1e-6;
    const double growth = total * millions;
    if (std::abs(growth) > kGrowthLimit + 4.0 * found->sigma_ppm * millions) {
      fault(report_.y.file, FaultCode::DriftTooHigh,
            fmt::format("{} drifts by {:+.2f} samples ({:+.3f} ppm): record input and output with "
                        "one interface",
                        report_.y.file, growth, total));
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
