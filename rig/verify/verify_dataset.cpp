// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_dataset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/parallel_for.hpp"
#include "analysis/sound_check.hpp"
#include "rig/dataset/dataset.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/knob_truth_text.hpp"
#include "rig/verify/check_take.hpp"
#include "rig/verify/label_check.hpp"
#include "rig/verify/ledger_labels.hpp"
#include "rig/verify/listed_file.hpp"
#include "rig/verify/set_check.hpp"
#include "rig/verify/weigh_takes.hpp"

namespace ampsweep::rig {
namespace {

constexpr const char* kInput = "input.wav";
constexpr SampleRate kLowestRate{8000};
constexpr SampleRate kHighestRate{768000};
constexpr Seconds kLongestTake{86400.0};

/// A ledger can carry a valid digest and nonsense all the same: sizes that would overflow or take
/// all memory, a rig without an amp.
void require_usable(const Dataset& dataset) {
  const auto& inputs = dataset.rig.audio.inputs;
  const bool has_amp = !inputs.empty() && inputs.front().name != "loopback";
  const bool has_rate = dataset.rate >= kLowestRate && dataset.rate <= kHighestRate;
  const bool has_length =
      dataset.length > SampleCount{0} && dataset.length <= samples(kLongestTake, kHighestRate);
  if (has_amp && has_rate && has_length) return;
  throw SetupError(SetupKind::Data,
                   fmt::format("{}: its ledger names no amp input, or a sample rate or take length "
                               "that cannot be ({} Hz, {} samples)",
                               dataset.dir.string(), dataset.rate.value(), dataset.length.value()),
                   "restore ledger.sqlite from a copy");
}

bool segments_fit(const std::vector<signals::Segment>& segments, SampleCount length) {
  SampleCount at{0};
  for (const signals::Segment& segment : segments) {
    if (segment.start != at || segment.length < SampleCount{0} || segment.length > length - at) {
      return false;
    }
    at = segment.end();
  }
  return at == length;
}

/// The stimulus from input.wav and the ledger's segments; empty when either cannot be used.
std::optional<signals::Stimulus> load_stimulus(const Dataset& dataset,
                                               std::vector<FileFault>& faults) {
  const AudioShape shape{"pcm24", 1, dataset.rate, dataset.length};
  auto file = read_listed_audio(dataset.dir, {kInput, dataset.input_sha256}, shape, faults);
  if (!file) return std::nullopt;
  signals::Stimulus stimulus{dataset.rate, std::move(file->audio.channels.front()),
                             dataset.segments};
  if (!analysis::all_finite(stimulus.samples)) {
    faults.push_back(
        {kInput, {FaultCode::FormatMismatch, "input.wav holds NaN or infinity: restore it"}});
    return std::nullopt;
  }
  if (!segments_fit(stimulus.segments, stimulus.length())) {
    faults.push_back({kInput,
                      {FaultCode::LengthMismatch,
                       "input.wav and the segments in the ledger do not cover each other, so takes "
                       "cannot be aligned: restore input.wav"}});
    return std::nullopt;
  }
  return stimulus;
}

class Verification {
 public:
  Verification(Dataset dataset, const VerifyOptions& options)
      : dataset_(std::move(dataset)), options_(options) {}

  VerifyReport run() {
    describe_set();
    append(report_.faults, check_ledger(dataset_));
    append(report_.faults, check_plan_hash(dataset_));
    const auto stimulus = load_stimulus(dataset_, report_.faults);
    measure_takes({dataset_, stimulus ? &*stimulus : nullptr});
    weigh_takes(dataset_, readings_);
    find_swapped(readings_);
    append(report_.faults, check_duplicates(dataset_, readings_));
    append(report_.faults, check_splits(dataset_));
    add_strays();
    collect_takes();
    add_labels(check_knob_labels(dataset_));
    add_knob_truth();
    add_labels(check_metadata_csv(dataset_));
    add_labels(check_dataset_json(dataset_));
    report_.epochs = summarise_epochs(report_.takes);
    return std::move(report_);
  }

 private:
  template <class T>
  static void append(std::vector<T>& to, std::vector<T> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  }

  void describe_set() {
    report_.dir = dataset_.dir;
    report_.uuid = dataset_.uuid;
    report_.rate = dataset_.rate;
    report_.length = dataset_.length;
    report_.headroom_samples = dataset_.plan.policy.headroom_samples;
    report_.in_use = dataset_.in_use;
    report_.lost_rows = static_cast<int>(dataset_.lost.size());
    report_.planned = static_cast<int>(dataset_.takes.size());
    report_.accepted = static_cast<int>(
        std::count_if(dataset_.takes.begin(), dataset_.takes.end(),
                      [](const TakeRecord& take) { return take.accepted() != nullptr; }));
    if (channel_index(dataset_.rig.audio.inputs, "loopback")) return;
    report_.time_source = TimeSource::FixedDelay;
    report_.notes.push_back(
        "no loopback: one fixed delay per stream epoch serves all takes; a delay that changed "
        "between takes cannot be told from the amp's own response");
  }

  void measure_takes(const TakeContext& context) {
    readings_.resize(dataset_.takes.size());
    std::mutex one_at_a_time;
    VerifyProgress progress{0, static_cast<int>(dataset_.takes.size()), ""};
    const bool whole = analysis::parallel_for(
        dataset_.takes.size(), options_.threads,
        [&](std::size_t i) {
          readings_[i] = check_take(context, dataset_.takes[i]);
          const std::lock_guard lock(one_at_a_time);
          ++progress.done;
          progress.file = readings_[i].check ? readings_[i].check->file : "";
          if (options_.progress) options_.progress(progress);
        },
        options_.stop);
    report_.stopped = !whole;
  }

  void add_strays() {
    StrayFiles strays = check_strays(dataset_);
    append(report_.faults, std::move(strays.faults));
    append(report_.notes, std::move(strays.notes));
  }

  void collect_takes() {
    for (TakeReading& reading : readings_) {
      append(report_.faults, std::move(reading.other));
      if (reading.check) report_.takes.push_back(std::move(*reading.check));
    }
  }

  /// What the fingerprints say of the labels: errors that are worth a look, no fault of a file.
  void add_knob_truth() {
    const KnobTruth truth = knob_truth(dataset_);
    KnobTruth table = truth;
    table.findings.clear();
    append(report_.notes, knob_truth_lines(dataset_.rig, table));
    for (const KnobFinding& finding : truth.findings) {
      for (TakeCheck& take : report_.takes) {
        if (take.id != finding.take) continue;
        take.warnings.push_back(
            {take.file, {FaultCode::KnobMisplaced, finding_text(dataset_.rig, finding)}});
      }
    }
  }

  void add_labels(LabelCheck check) {
    append(report_.notes, std::move(check.notes));
    for (LabelCheck::Wrong& wrong : check.wrong) {
      const auto take =
          std::find_if(report_.takes.begin(), report_.takes.end(), [&](const TakeCheck& known) {
            return !wrong.take_file.empty() && known.file == wrong.take_file;
          });
      auto& list = take == report_.takes.end() ? report_.faults : take->faults;
      list.push_back(std::move(wrong.fault));
    }
  }

  Dataset dataset_;
  const VerifyOptions& options_;
  VerifyReport report_;
  std::vector<TakeReading> readings_;
};

}  // namespace

VerifyReport verify_dataset(const std::filesystem::path& dir, const VerifyOptions& options) {
  Dataset dataset = open_dataset(dir);
  require_usable(dataset);
  return Verification(std::move(dataset), options).run();
}

}  // namespace ampsweep::rig
