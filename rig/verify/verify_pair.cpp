// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_pair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "analysis/blind_alignment.hpp"
#include "analysis/delay.hpp"
#include "rig/verify/lateness.hpp"
#include "rig/verify/pair_sounds.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kLoudSeconds = 5.0;    // read at once for the phase slope
constexpr double kNamSeconds = 20.0;    // its impulses stand at the beginning
constexpr double kMargin = 2.0;         // s around it in Y: a match must stand out
constexpr double kGrowthLimit = 1.0;    // samples; below, a moving amp cannot be told from a clock
constexpr double kDcLimit = 0.01;       // as the plan's policy has it
constexpr double kDriftSeconds = 10.0;  // a take that is shorter does not tell
constexpr std::size_t kMostPoints = 256;

constexpr double kExcursionSeconds = 5.0;
constexpr double kComesBack = 0.3;  // of the jump, may stay

bool cancels(const PairSlipFound& there, const PairSlipFound& back) {
  return back.to_s - there.from_s < kExcursionSeconds &&
         std::abs(there.jump_samples + back.jump_samples) <
             kComesBack * std::abs(there.jump_samples);
}

class PairCheck {
 public:
  PairCheck(PairOfFiles& pair, PairReport& report, const std::stop_token& stop)
      : pair_(pair), report_(report), stop_(stop), rate_(report.x.rate.value()) {}

  /// False: nothing more can be measured.
  bool check_files(bool lengths_may_differ) {
    check_file(report_.x);
    check_file(report_.y);
    if (!lengths_may_differ && pair_.x_length() != pair_.y_length()) {
      fault(report_.y.file, FaultCode::LengthMismatch,
            fmt::format("{} has {} frames, {} has {}: trainers want equal lengths", report_.y.file,
                        pair_.y_length(), report_.x.file, pair_.x_length()));
    }
    if (report_.x.rate == report_.y.rate) return usable_;
    fault(report_.y.file, FaultCode::FormatMismatch,
          fmt::format("{} is at {} Hz, {} at {} Hz: record both at one rate", report_.y.file,
                      report_.y.rate.value(), report_.x.file, report_.x.rate.value()));
    return false;
  }

  void measure(const PairTerms& terms) {
    const auto found = analysis::align_blind(pair_, stop_);
    report_.stopped = stop_.stop_requested();
    if (report_.stopped) return;
    if (!found && found.error().reason == analysis::Refusal::Reason::TooShort) {
      report_.notes.push_back("too short for a delay to be read");
      return;
    }
    if (!found) {
      fault(report_.y.file, FaultCode::TakeMismatch,
            fmt::format("{} does not answer {} ({}): are they a pair?", report_.y.file,
                        report_.x.file, found.error().detail));
      return;
    }
    take_over(*found);
    measure_slope(std::llround(found->delay.samples));
    ask_nam();
    ask_markers();
    judge_delay(terms.alignment_declared);
    judge_time();
    compare_markers();
  }

 private:
  void fault(const std::string& file, FaultCode code, std::string detail) {
    report_.faults.push_back({file, {code, std::move(detail)}});
  }

  void check_file(const PairFile& file) {
    if (file.channels > 1) {
      report_.notes.push_back(
          fmt::format("{} has {} channels; the first was used", file.file, file.channels));
    }
    if (!file.finite) {
      fault(file.file, FaultCode::FormatMismatch,
            fmt::format("{} holds NaN or infinity: export it again", file.file));
      usable_ = false;
      return;
    }
    if (file.silent) {
      fault(file.file, FaultCode::Silent, fmt::format("{} is silent", file.file));
      usable_ = false;
      return;
    }
    if (file.clipped) {
      fault(file.file, FaultCode::Clipped,
            fmt::format("{} is clipped ({} runs at full scale, flat tops else): record it lower",
                        file.file, file.clipped_runs));
    }
    if (std::abs(file.dc_full_scale) > kDcLimit) {
      fault(file.file, FaultCode::DcOffset,
            fmt::format("{} has a DC offset of {:+.4f} of full scale (limit {}): record it again "
                        "through an AC-coupled input",
                        file.file, file.dc_full_scale, kDcLimit));
    }
  }

  void take_over(const analysis::BlindAlignment& found) {
    report_.first_arrival =
        FirstArrival{found.delay.samples, found.delay.from_samples, found.delay.to_samples};
    report_.polarity = found.delay.polarity;
    report_.scatter_samples = found.scatter_samples;
    report_.coherence = found.coherence;
    const double length_s = static_cast<double>(pair_.x_length()) / rate_;
    if (length_s >= kDriftSeconds) report_.drift_ppm = found.drift_ppm;
    if (report_.drift_ppm) report_.drift_sigma_ppm = found.drift_sigma_ppm;
    for (const analysis::BlindSlip& slip : found.slips) {
      report_.slips.push_back({static_cast<double>(slip.from) / rate_,
                               static_cast<double>(slip.to) / rate_, slip.jump_samples,
                               slip.jump_sigma_samples});
    }
    const std::size_t step =
        std::max<std::size_t>(1, (found.track.size() + kMostPoints - 1) / kMostPoints);
    for (std::size_t i = 0; i < found.track.size(); i += step) {
      report_.track.push_back({found.track[i].at / rate_, found.track[i].lag});
    }
  }

  /// The phase slope of a stretch of X: the amp's own delay is in it.
  void measure_slope(std::int64_t about) {
    const double at_s = report_.track.empty() ? 0.0 : report_.track[report_.track.size() / 2].at_s;
    const auto length = std::min(static_cast<std::int64_t>(kLoudSeconds * rate_), pair_.x_length());
    const auto from = std::clamp<std::int64_t>(static_cast<std::int64_t>(at_s * rate_) - length / 2,
                                               0, pair_.x_length() - length);
    const auto margin = static_cast<std::int64_t>(kMargin * rate_);
    std::vector<float> x(static_cast<std::size_t>(length));
    std::vector<float> y(static_cast<std::size_t>(length + 2 * margin));
    pair_.read_x(from, x);
    pair_.read_y(from + about - margin, y);
    const auto found =
        analysis::estimate_delay(x, y, report_.x.rate, {SampleCount{0}, SampleCount{2 * margin}});
    if (!found) return;
    report_.delay_samples = found->delay_samples + static_cast<double>(about - margin);
    report_.delay_sigma_samples = found->delay_sigma_samples;
  }

  /// What NAM's trainer would choose, if that is what X is for; it changes nothing here.
  void ask_nam() {
    const auto length = std::min(static_cast<std::int64_t>(kNamSeconds * rate_), pair_.x_length());
    std::vector<float> x(static_cast<std::size_t>(length));
    pair_.read_x(0, x);
    std::vector<float> y(x.size());
    pair_.read_y(0, y);
    report_.nam = nam_threshold_of_pair(x, y);
    if (!report_.nam) return;
    report_.notes.push_back(report_.y.file + ": " +
                            nam_threshold_text(*report_.nam, report_.first_arrival->samples));
  }

  void ask_markers() {
    report_.markers = pair_markers(pair_, report_.first_arrival->samples, stop_);
    if (!report_.markers) return;
    report_.notes.push_back(report_.y.file + ": " + pair_markers_text(*report_.markers, rate_));
  }

  /// What the markers and the sound between them say should be one thing.
  void compare_markers() {
    if (!report_.markers || !report_.markers->drift_samples) return;
    const PairMarkers& markers = *report_.markers;
    const double millions = (markers.last_s - markers.first_s) * rate_ * 1e-6;
    double told = report_.drift_ppm.value_or(0.0) * millions;
    for (const PairSlipFound& slip : report_.slips) {
      const bool between = slip.to_s > markers.first_s && slip.from_s < markers.last_s;
      if (between) told += slip.jump_samples;
    }
    const double doubt = report_.drift_sigma_ppm * millions + markers.drift_sigma_samples;
    const double more = *markers.drift_samples - told;
    if (std::abs(more) <= kGrowthLimit + 4.0 * doubt) return;
    report_.notes.push_back(
        fmt::format("{} moves by {:+.2f} samples more between its first and last impulse than the "
                    "sound between them says: a slip that it does not show, or drift",
                    report_.y.file, more));
  }

  void judge_delay(bool alignment_declared) {
    if (report_.polarity < 0) {
      report_.notes.push_back("Y answers inverted: the device inverts, or the file is inverted");
    }
    if (report_.first_arrival->to_samples < 0.0) {
      fault(report_.y.file, FaultCode::Misaligned,
            fmt::format("{} answers {:.0f} samples before {} asks: move it later", report_.y.file,
                        -report_.first_arrival->to_samples, report_.x.file));
    }
    if (const auto late = lateness(report_)) judge_lateness(*late, alignment_declared);
    report_.notes.push_back(
        "no loopback: the device's own delay and a misalignment cannot be told apart within the "
        "interval given");
  }

  void judge_lateness(const Lateness& late, bool alignment_declared) {
    const std::string text = lateness_text(late, report_);
    if (!alignment_declared) {
      report_.notes.push_back(text + ": --fix takes it out");
    } else if (late.beyond_allowance) {
      fault(report_.y.file, FaultCode::Misaligned,
            fmt::format("{} as the loader has them, {:.0f} at least (limit {} ms): a model would "
                        "answer as late; --fix writes a copy without it",
                        text, late.at_least_samples, kAllowedLateMs));
    }
  }

  /// What goes and comes back within seconds is more often an amp whose answer differs from note to
  /// note than samples lost and as many found again.
  void set_excursions_aside() {
    std::vector<PairSlipFound> stay;
    for (const PairSlipFound& slip : report_.slips) {
      if (!stay.empty() && cancels(stay.back(), slip)) {
        report_.notes.push_back(fmt::format(
            "between {:.2f} and {:.2f} s the delay stands {:+.1f} samples off and comes back: the "
            "device's answer there, or samples lost and found again",
            stay.back().from_s, slip.to_s, stay.back().jump_samples));
        stay.pop_back();
      } else {
        stay.push_back(slip);
      }
    }
    report_.slips = std::move(stay);
  }

  void judge_time() {
    set_excursions_aside();
    for (const PairSlipFound& slip : report_.slips) {
      fault(report_.y.file, FaultCode::Slip,
            fmt::format("{}: {:.1f} samples {} between {:.2f} and {:.2f} s: record it again",
                        report_.y.file, std::abs(slip.jump_samples),
                        slip.jump_samples > 0.0 ? "inserted" : "lost", slip.from_s, slip.to_s));
    }
    if (!report_.drift_ppm) return;
    const double millions = static_cast<double>(pair_.x_length()) * 1e-6;
    const double growth = *report_.drift_ppm * millions;
    if (std::abs(growth) > kGrowthLimit + 4.0 * report_.drift_sigma_ppm * millions) {
      fault(report_.y.file, FaultCode::DriftTooHigh,
            fmt::format("{} drifts by {:+.2f} samples ({:+.3f} ppm): record input and output with "
                        "one interface",
                        report_.y.file, growth, *report_.drift_ppm));
    }
  }

  PairOfFiles& pair_;
  PairReport& report_;
  const std::stop_token& stop_;
  double rate_;
  bool usable_{true};
};

SoundReader open_or_throw(const std::filesystem::path& path) {
  auto reader = open_pair_sound(path);
  if (reader) return std::move(*reader);
  throw SetupError(SetupKind::Data, reader.error().detail,
                   reader.error().code == FaultCode::FileTruncated
                       ? "copy or export the file again"
                       : "name a WAV, FLAC or AIFF file");
}

}  // namespace

PairReport verify_pair(SoundReader& x, SoundReader& y, const PairTerms& terms,
                       const std::optional<PairFile>& scan, const std::stop_token& stop) {
  PairReport report;
  report.x = scan ? *scan : scan_sound(x, terms.x_name, stop, terms.quick);
  report.x.file = terms.x_name;
  report.y = scan_sound(y, terms.y_name, stop, terms.quick);
  report.stopped = stop.stop_requested();
  if (report.stopped) return report;
  for (const PairFile* file : {&report.x, &report.y}) {
    const auto notes = history_notes(file->history, file->file);
    report.notes.insert(report.notes.end(), notes.begin(), notes.end());
  }
  if (terms.quick) report.notes.emplace_back("traces of lossy coding were not looked for");
  PairOfFiles pair(x, y, terms.target_start);
  PairCheck check(pair, report, stop);
  if (check.check_files(terms.lengths_may_differ)) check.measure(terms);
  return report;
}

PairReport verify_pair(const std::filesystem::path& x, const std::filesystem::path& y,
                       const std::stop_token& stop, bool quick) {
  SoundReader played = open_or_throw(x);
  SoundReader answered = open_or_throw(y);
  const bool alike = x.filename() == y.filename();  // dry/1.wav and wet/1.wav
  PairTerms terms;
  terms.x_name = (alike ? x : x.filename()).string();
  terms.y_name = (alike ? y : y.filename()).string();
  terms.quick = quick;
  return verify_pair(played, answered, terms, {}, stop);
}

}  // namespace ampsweep::rig
