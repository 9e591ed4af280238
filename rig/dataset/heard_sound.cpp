// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/heard_sound.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rig/dataset/take_reader.hpp"

namespace ampsweep::rig {
namespace {

[[noreturn]] void refuse_request(const std::string& what, const std::string& way_out) {
  throw SetupError(SetupKind::Usage, what, way_out);
}

std::string input_names(const Dataset& dataset) {
  std::string names;
  for (const Channel& input : dataset.rig.audio.inputs) {
    names += (names.empty() ? "" : ", ") + input.name;
  }
  return names;
}

const AttemptRecord& attempt_of(const Dataset& dataset, const WhichSound& which) {
  const TakeRecord* take = find_take(dataset, which.take);
  if (take == nullptr) {
    refuse_request(fmt::format("{} has no take {}", dataset.dir.string(), which.take),
                   fmt::format("a number from 0 to {}", dataset.takes.size() - 1));
  }
  if (!which.attempt) {
    if (const AttemptRecord* accepted = take->accepted()) return *accepted;
    refuse_request(fmt::format("take {} has no accepted attempt", which.take),
                   take->attempts.empty()
                       ? "another take; this one was not played yet"
                       : fmt::format("--attempt 1 to {} with --raw {}", take->attempts.size(),
                                     dataset.rig.audio.inputs.front().name));
  }
  for (const AttemptRecord& attempt : take->attempts) {
    if (attempt.attempt.number == *which.attempt) return attempt;
  }
  refuse_request(fmt::format("take {} has no attempt {}", which.take, *which.attempt),
                 take->attempts.empty()
                     ? "another take; this one was not played yet"
                     : fmt::format("1 to {}", take->attempts.back().attempt.number));
}

template <class T>
T require(Result<T> read, const Dataset& dataset) {
  if (read) return std::move(*read);
  throw SetupError(
      SetupKind::Data, read.error().detail,
      fmt::format("`ampsweep verify {}`, to see what else is wrong", dataset.dir.string()));
}

}  // namespace

HeardSound heard_sound(const Dataset& dataset, const WhichSound& which) {
  const AttemptRecord& record = attempt_of(dataset, which);
  const int number = record.attempt.number;
  if (!record.outcome) {
    refuse_request(fmt::format("attempt {} of take {} has not ended", number, which.take),
                   "a finished one; a resumed session closes what was cut off");
  }
  const Outcome& outcome = *record.outcome;
  if (which.raw_channel.empty()) {
    if (!record.accepted()) {
      refuse_request(
          fmt::format("attempt {} of take {} was refused: there is no aligned file of it", number,
                      which.take),
          "--raw " + dataset.rig.audio.inputs.front().name + ", to hear what was recorded");
    }
    return {require(read_take(dataset, outcome), dataset), number, outcome.take_file, ""};
  }
  const auto channel = channel_index(dataset.rig.audio.inputs, which.raw_channel);
  if (!channel) {
    refuse_request(fmt::format("the rig has no input \"{}\"", which.raw_channel),
                   "one of: " + input_names(dataset));
  }
  if (outcome.raw_file.empty()) {
    refuse_request(fmt::format("nothing was recorded of attempt {} of take {}", number, which.take),
                   "another attempt");
  }
  auto raw = require(read_raw(dataset, outcome), dataset);
  return {std::move(raw.channels.at(*channel)), number, outcome.raw_file, which.raw_channel};
}

}  // namespace ampsweep::rig
