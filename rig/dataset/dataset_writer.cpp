// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/dataset_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_state.hpp"
#include "rig/dataset/disk_room.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/rebuild.hpp"
#include "rig/dataset/utc_time.hpp"
#include "rig/dataset/wav_file.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

void refuse(Outcome& outcome, FaultCode code, const std::string& why) {
  outcome.verdict.accepted = false;
  outcome.verdict.faults.push_back({code, why});
}

/// The last check before an accepted take becomes a file.
void check_fits(const std::string& name, std::span<const double> aligned, SampleCount length,
                Outcome& outcome) {
  if (aligned.size() != static_cast<std::size_t>(length.value())) {
    refuse(outcome, FaultCode::LengthMismatch,
           fmt::format("{} would have {} frames, input.wav has {}", name, aligned.size(),
                       length.value()));
    return;
  }
  const PcmFit fit = pcm24_fit(aligned);
  if (fit.not_finite > 0) {
    refuse(outcome, FaultCode::WriteFailed,
           fmt::format("{} would hold {} samples that are not numbers", name, fit.not_finite));
  } else if (fit.over_full_scale > 0) {
    refuse(outcome, FaultCode::Clipped,
           fmt::format("{} samples of {} exceed full scale after alignment: lower the input gain",
                       fit.over_full_scale, name));
  } else if (fit.at_full_scale > 0) {
    outcome.verdict.warnings.push_back(
        {FaultCode::Clipped, fmt::format("{} samples of {} stand at full scale after alignment",
                                         fit.at_full_scale, name)});
  }
}

/// Nothing for what is no whole number: a damaged key.
std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return number;
}

int highest(const std::vector<std::string>& keys) {
  int most = 0;
  for (const std::string& key : keys) most = std::max(most, number_in(key).value_or(0));
  return most;
}

}  // namespace

TakeRecord& DatasetWriter::State::take(int id) {
  const TakeRecord* found = find_take(data, id);
  assert(found != nullptr);
  return data.takes[static_cast<std::size_t>(found - data.takes.data())];
}

const TakeRecord& DatasetWriter::State::take(int id) const {
  const TakeRecord* found = find_take(data, id);
  assert(found != nullptr);
  return *found;
}

void DatasetWriter::State::count_rows() {
  events = highest(ledger.keys("events"));
  epochs = highest(ledger.keys("epochs"));
  for (const std::string& key : ledger.keys("attempts")) {  // "12/3"
    const std::size_t slash = key.find('/');
    if (slash == std::string::npos) continue;
    const auto take = number_in(std::string_view{key}.substr(0, slash));
    const auto number = number_in(std::string_view{key}.substr(slash + 1));
    if (!take || !number) continue;
    int& most = attempts[*take];
    most = std::max(most, *number);
  }
}

DatasetWriter::DatasetWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
DatasetWriter::DatasetWriter(DatasetWriter&&) noexcept = default;
DatasetWriter& DatasetWriter::operator=(DatasetWriter&&) noexcept = default;
DatasetWriter::~DatasetWriter() = default;

const fs::path& DatasetWriter::dir() const { return state_->dir; }
const std::string& DatasetWriter::uuid() const { return state_->data.uuid; }
const std::string& DatasetWriter::stimulus_hash() const { return state_->data.stimulus_hash; }
const Dataset& DatasetWriter::dataset() const { return state_->data; }

int DatasetWriter::next_attempt(int take) const {
  const auto made = state_->attempts.find(take);
  return 1 + (made == state_->attempts.end() ? 0 : made->second);
}

bool DatasetWriter::accepted(int take) const { return state_->take(take).accepted() != nullptr; }

Result<void> DatasetWriter::begin_attempt(const Attempt& attempt) {
  TakeRecord& take = state_->take(attempt.take);
  assert(take.accepted() == nullptr && attempt.number == next_attempt(attempt.take));
  assert(attempt.labels.size() == state_->data.rig.knobs.size());
  // The files of a withdrawal that the disk kept from its end are in the way of this attempt's.
  if (auto ended = end_withdrawal(*state_, take); !ended) return ended;
  const std::int64_t needed = take_bytes(state_->data.rig, state_->data.length);
  if (auto room = require_room(state_->dir, needed); !room) return room;
  if (auto added = state_->ledger.add(attempt); !added) return added;
  state_->attempts[attempt.take] = attempt.number;
  take.attempts.push_back({attempt, std::nullopt, {}});
  return {};
}

Result<void> DatasetWriter::write_takes(const Attempt& attempt, const TakeAudio& audio,
                                        FileOps::IfExists if_exists, Outcome& outcome,
                                        std::vector<FurtherTake>& further) {
  const Dataset& data = state_->data;
  outcome.take_file = take_file(attempt.take);
  const auto written = write_pcm24(state_->dir / outcome.take_file, audio.aligned, data.rate,
                                   state_->ops, if_exists);
  if (!written) return tl::unexpected(written.error());
  outcome.take_sha256 = written->sha256;
  for (const auto& [output, samples] : audio.further) {
    const std::string file = further_file(output, attempt.take);
    const fs::path path = state_->dir / file;
    std::error_code error;
    if (fs::create_directory(path.parent_path(), error)) {
      if (auto synced = sync_folder(state_->dir, state_->ops); !synced) return synced;
    }
    const auto more = write_pcm24(path, samples, data.rate, state_->ops, if_exists);
    if (!more) return tl::unexpected(more.error());
    further.push_back({output, file, more->sha256});
  }
  return {};
}

Result<Outcome> DatasetWriter::finish_attempt(const Attempt& attempt, const TakeAudio& audio,
                                              Outcome outcome) {
  TakeRecord& take = state_->take(attempt.take);
  assert(!take.attempts.empty() && !take.attempts.back().outcome);
  AttemptRecord& record = take.attempts.back();
  assert(record.attempt.number == attempt.number);
  if (outcome.verdict.accepted) {
    check_fits(take_file(attempt.take), audio.aligned, state_->data.length, outcome);
    for (const auto& [output, samples] : audio.further) {
      if (!is_output_name(output)) {
        refuse(outcome, FaultCode::FormatMismatch, "an output's name cannot be a folder's name");
      }
      check_fits(further_file(output, attempt.take), samples, state_->data.length, outcome);
    }
  }
  const bool accepted = outcome.verdict.accepted;
  // A row whose commit failed may come back to life in the next session: a commit is written before
  // it is synced. The files it would name stay whole all the while; equal sound is equal bytes.
  const std::string key = attempt_key(attempt.take, attempt.number);
  const bool again = std::exchange(state_->finishing, key) == key;
  const auto if_exists = again ? FileOps::IfExists::Replace : FileOps::IfExists::Refuse;
  if (audio.raw != nullptr && !audio.raw->channels.empty()) {
    outcome.raw_file =
        accepted ? raw_file(attempt.take) : refused_raw_file(attempt.take, attempt.number);
    const auto written =
        write_float32(state_->dir / outcome.raw_file, *audio.raw, state_->ops, if_exists);
    if (!written) return tl::unexpected(written.error());
    outcome.raw_sha256 = written->sha256;
  }
  std::vector<FurtherTake> further;
  if (accepted) {
    if (auto written = write_takes(attempt, audio, if_exists, outcome, further); !written) {
      return tl::unexpected(written.error());
    }
  }
  if (outcome.finished.empty()) outcome.finished = utc_now();
  // The label that counts is the one that was written before the sound.
  if (auto added = state_->ledger.add(record.attempt, outcome, further); !added) {
    return tl::unexpected(added.error());
  }
  record.outcome = outcome;
  record.further = std::move(further);
  return outcome;
}

Result<void> DatasetWriter::keep_curves(const HeardCurves& curves) {
  assert(!state_->data.curves);
  if (auto added = state_->ledger.add(curves); !added) return added;
  state_->data.curves = curves;
  return {};
}

Result<int> DatasetWriter::new_epoch(Epoch epoch) {
  epoch.number = state_->epochs + 1;
  if (epoch.started.empty()) epoch.started = utc_now();
  if (auto added = state_->ledger.add(epoch); !added) return tl::unexpected(added.error());
  state_->epochs = epoch.number;
  state_->data.epochs.push_back(epoch);
  return epoch.number;
}

Result<void> DatasetWriter::event(const std::string& kind, const std::string& text,
                                  const std::string& at) {
  const Event event{state_->next_event(), at.empty() ? utc_now() : at, kind, text};
  if (auto added = state_->ledger.add(event); !added) return added;
  state_->events = event.id;
  state_->data.events.push_back(event);
  return {};
}

Result<void> DatasetWriter::write_derived() {
  return write_derived_files(state_->data, state_->ops);
}

}  // namespace ampsweep::rig
