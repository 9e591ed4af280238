// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/check_take.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "analysis/flat_tops.hpp"
#include "analysis/sound_check.hpp"
#include "rig/capture/take_sound.hpp"
#include "rig/verify/compare_cut.hpp"
#include "rig/verify/listed_file.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kFarthestDelay = 1e8;  // samples; more is damage, not a delay

/// Where the sound of the raw recording and of one cut of it stand.
struct Cut {
  std::string file;
  std::size_t channel{0};
  std::string output;
};

class TakeChecker {
 public:
  TakeChecker(const TakeContext& context, const TakeRecord& record, const AttemptRecord& accepted)
      : context_(context), dataset_(context.dataset), accepted_(accepted) {
    TakeCheck check;
    check.id = record.planned.id;
    check.file = accepted.outcome->take_file;
    check.raw_file = accepted.outcome->raw_file;
    check.setting = describe_take(dataset_.rig.knobs, record.planned);
    check.split = record.planned.split;
    check.purpose = record.planned.purpose;
    check.epoch = accepted.attempt.epoch;
    check.declared_delay_samples = accepted.outcome->measured.delay_samples;
    reading_.check = std::move(check);
  }

  TakeReading run() {
    read_raw();
    if (raw_ && context_.stimulus != nullptr) align();
    check_cut({check().file, 0, primary()}, accepted_.outcome->take_sha256, true);
    for (const FurtherTake& further : accepted_.further) {
      const auto channel = channel_index(dataset_.rig.audio.inputs, further.output);
      if (!channel) {
        fault(further.file, FaultCode::FormatMismatch,
              fmt::format("{} belongs to an output {} that the rig does not have", further.file,
                          further.output));
        continue;
      }
      check_cut({further.file, *channel, further.output}, further.sha256, false);
    }
    if (aligned_) {
      aligned_->outputs.clear();
      aligned_->outputs[primary()];  // judge() asks whether there is a cut, not what is in it
      reading_.aligned = std::move(aligned_);
    }
    return std::move(reading_);
  }

 private:
  TakeCheck& check() { return *reading_.check; }
  const std::string& primary() const { return dataset_.rig.audio.inputs.front().name; }

  void fault(const std::string& file, FaultCode code, std::string detail) {
    check().faults.push_back({file, {code, std::move(detail)}});
  }

  void read_raw() {
    const AudioShape shape{"float32", static_cast<int>(dataset_.rig.audio.inputs.size()),
                           dataset_.rate, SampleCount{accepted_.outcome->measured.frames}};
    auto file = read_listed_audio(dataset_.dir, {check().raw_file, accepted_.outcome->raw_sha256},
                                  shape, check().faults);
    if (!file) return;
    raw_ = Recording{file->audio.rate(), std::move(file->audio.channels)};
    for (const auto& channel : raw_->channels) {
      if (analysis::all_finite(channel)) continue;
      fault(check().raw_file, FaultCode::FormatMismatch,
            fmt::format("{} holds NaN or infinity: restore it", check().raw_file));
      raw_.reset();
      return;
    }
    const std::size_t runs = analysis::clipped_runs(raw_->channels.front()).size();
    if (runs == 0) return;
    check().clipped = true;
    fault(check().raw_file, FaultCode::Clipped,
          fmt::format("{} stands at full scale {} times: lower the input gain and capture it again",
                      check().raw_file, runs));
  }

  void align() {
    Policy policy = dataset_.plan.policy;
    policy.headroom_samples = accepted_.outcome->measured.headroom_samples;
    const TimeReference reference = time_reference();
    for (const double figure : {policy.headroom_samples, reference.loopback_offset_samples,
                                reference.fixed_delay_samples.value_or(0.0)}) {
      if (std::abs(figure) <= kFarthestDelay) continue;  // false for NaN
      fault(check().raw_file, FaultCode::FormatMismatch,
            fmt::format("the ledger's delay, head-room or loopback offset of {} is not a delay: "
                        "restore the ledger",
                        check().file));
      return;
    }
    const bool moves = check().split == Split::Motion;
    aligned_ = align_take(*context_.stimulus, *raw_, dataset_.rig, policy, reference,
                          moves ? KnobsDuring::OneMoves : KnobsDuring::StandStill);
    for (const Fault& warning : aligned_->warnings) {
      check().warnings.push_back({check().raw_file, warning});
    }
    check().measured = aligned_->measured;
    if (aligned_->outputs.empty()) return;
    check().raw_delay_samples = aligned_->measured.delay_samples;
  }

  TimeReference time_reference() const {
    const auto& epochs = dataset_.epochs;
    const auto epoch = std::find_if(epochs.begin(), epochs.end(), [&](const Epoch& candidate) {
      return candidate.number == accepted_.attempt.epoch;
    });
    auto offset = dataset_.rig.calibration.loopback_offset_samples;
    if (epoch != epochs.end() && epoch->loopback_offset_samples) {
      offset = epoch->loopback_offset_samples;
    }
    return {offset.value_or(0.0), accepted_.outcome->measured.delay_samples};
  }

  void check_cut(const Cut& cut, const std::string& sha256, bool is_primary) {
    const AudioShape shape{"pcm24", 1, dataset_.rate, dataset_.length};
    const auto file = read_listed_audio(dataset_.dir, {cut.file, sha256}, shape, check().faults);
    if (!file) return;
    const std::span<const float> sound = file->audio.channels.front();
    if (!analysis::all_finite(sound)) {
      fault(cut.file, FaultCode::FormatMismatch,
            fmt::format("{} holds NaN or infinity: restore it", cut.file));
      return;
    }
    check_clipping(cut, sound);
    if (is_primary) {
      reading_.cut_sha256 = file->sha256;
      reading_.cut_silent = analysis::peak(sound) == 0.0;
      reading_.cut_print = level_print(sound, dataset_.rate);
    }
    if (!aligned_ || aligned_->outputs.count(cut.output) == 0) return;
    if (is_primary) measure_sound(sound);
    compare(cut, sound, is_primary);
  }

  /// Full scale in the cut is a fault; so are flat tops that the raw recording does not have. Those
  /// that it has are how the amp sounds, or something clips ahead of the interface.
  void check_clipping(const Cut& cut, std::span<const float> sound) {
    const std::size_t runs = analysis::clipped_runs(sound).size();
    if (runs > 0) {
      check().clipped = true;
      fault(cut.file, FaultCode::Clipped,
            fmt::format("{} stands at full scale {} times: lower the input gain and capture it "
                        "again",
                        cut.file, runs));
      return;
    }
    const analysis::FlatTops tops = analysis::flat_tops(sound, {dataset_.rate});
    if (!tops.clipped) return;
    const double level = level_of_peak(tops.level).value();
    const std::string what =
        fmt::format("{} has {} flat tops at {:.2f} dBFS", cut.file, tops.runs, level);
    if (raw_ && analysis::flat_tops(raw_->channels.at(cut.channel), {dataset_.rate}).clipped) {
      check().warnings.push_back(
          {cut.file,
           {FaultCode::Clipped, what + ", and so has its raw recording: the amp itself, or "
                                       "something ahead of the interface, clips hard"}});
      return;
    }
    check().clipped = true;
    fault(cut.file, FaultCode::Clipped,
          what + (raw_ ? " that its raw recording does not have: restore the file"
                       : ": restore the file"));
  }

  /// Noise, DC, ESR and early energy are those of the file a trainer reads.
  void measure_sound(std::span<const float> sound) {
    TakeMeasurements& m = aligned_->measured;
    const TakeMeasurements unset;
    m.noise = unset.noise;
    m.dc = unset.dc;
    m.replicate_esr.reset();
    m.best_possible_esr.reset();
    m.early_energy_db = unset.early_energy_db;
    std::vector<double> precise(sound.begin(), sound.end());
    precise.resize(context_.stimulus->samples.size(), 0.0);
    measure_aligned_sound(*context_.stimulus, precise, m);
    if (check().split == Split::Motion) m.replicate_esr.reset();  // its passes differ by intent
    check().measured = m;
    check().sound_measured = true;
  }

  void compare(const Cut& cut, std::span<const float> sound, bool is_primary) {
    const auto& m = aligned_->measured;
    const std::vector<double>& recut = aligned_->outputs.at(cut.output);
    const CutOrigin origin{raw_->channels.at(cut.channel), recut,
                           m.delay_samples - m.headroom_samples,
                           m.drift_corrected ? m.drift_ppm : 0.0};
    const CutComparison comparison = compare_cut(origin, sound, *context_.stimulus);
    if (is_primary) {
      check().cut = comparison.reading;
      reading_.raw_print = level_print(recut, dataset_.rate);
    }
    weigh(cut, comparison);
  }

  void weigh(const Cut& cut, const CutComparison& comparison) {
    const CutReading& reading = comparison.reading;
    const auto gate = [&](const char* name, double value, double limit, const char* unit) {
      const bool passed = value <= limit;  // NaN fails
      check().gates.push_back({name, value, limit, unit, passed});
      return passed;
    };
    if (reading.delay_samples &&
        !gate("alignment", std::abs(*reading.delay_samples), kCutDelayLimitSamples, "samples")) {
      fault(cut.file, FaultCode::Misaligned,
            fmt::format("{} is {:.3f} samples {} against its raw recording: restore the file or "
                        "cut it again from {}",
                        cut.file, std::abs(*reading.delay_samples),
                        *reading.delay_samples > 0.0 ? "late" : "early", check().raw_file));
    }
    if (reading.polarity < 0) {
      fault(cut.file, FaultCode::PolarityInverted,
            fmt::format("{} is inverted against its raw recording: restore the file", cut.file));
    }
    if (reading.gain_db &&
        !gate("level against raw", std::abs(*reading.gain_db), kCutGainLimitDb, "dB")) {
      fault(cut.file, FaultCode::TakeMismatch,
            fmt::format("{} is {:+.3f} dB off its raw recording: a take is never normalised; "
                        "restore the file",
                        cut.file, *reading.gain_db));
    }
    if (reading.residual_db &&
        !gate("difference from raw", *reading.residual_db, kCutResidualLimitDb, "dB")) {
      fault(
          cut.file, FaultCode::TakeMismatch,
          fmt::format("{} is not this cut of {}: at {:.2f} s they differ by {:.1f} dB: restore "
                      "the file",
                      cut.file, check().raw_file,
                      seconds(comparison.worst_at.value_or(SampleCount{0}), dataset_.rate).value(),
                      *reading.residual_db));
    }
  }

  const TakeContext& context_;
  const Dataset& dataset_;
  const AttemptRecord& accepted_;
  TakeReading reading_;
  std::optional<Recording> raw_;
  std::optional<AlignedTake> aligned_;
};

}  // namespace

TakeReading check_take(const TakeContext& context, const TakeRecord& record) {
  TakeReading reading;
  const AttemptRecord* accepted = record.accepted();
  if (accepted != nullptr) reading = TakeChecker(context, record, *accepted).run();
  for (const AttemptRecord& attempt : record.attempts) {
    if (attempt.accepted() || !attempt.outcome || attempt.outcome->raw_file.empty()) continue;
    check_hash(context.dataset.dir, {attempt.outcome->raw_file, attempt.outcome->raw_sha256},
               reading.other);
  }
  return reading;
}

}  // namespace ampsweep::rig
