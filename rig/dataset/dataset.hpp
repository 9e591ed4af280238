// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "rig/model/take.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

inline constexpr int kDatasetSchema = 1;

/// A further output of one take (a microphone beside the load box).
struct FurtherTake {
  std::string output;  ///< Channel name.
  std::string file;    ///< takes-<output>/NNNNN.wav
  std::string sha256;
};

/// One attempt and what became of it. No outcome: it sounds right now, or the session was cut off.
struct AttemptRecord {
  Attempt attempt;
  std::optional<Outcome> outcome;
  std::vector<FurtherTake> further;
  [[nodiscard]] bool accepted() const { return outcome && outcome->verdict.accepted; }
};

struct TakeRecord {
  PlannedTake planned;
  std::vector<AttemptRecord> attempts;  ///< By number.
  /// nullptr while none is accepted.
  [[nodiscard]] const AttemptRecord* accepted() const;
};

/// One opening of the stream.
struct Epoch {
  int number{0};        ///< 1-based; given by the writer.
  std::string started;  ///< ISO 8601, UTC; filled in when empty.
  std::string stream;   ///< StreamInfo::description.
  SampleRate rate{48000};
  int period_frames{0};
  std::optional<double> delay_samples;            ///< Of this epoch, when known.
  std::optional<double> loopback_offset_samples;  ///< In force.
  std::optional<double> loopback_gain_db;
};

struct Event {
  int id{0};
  std::string at;    ///< ISO 8601, UTC.
  std::string kind;  ///< "session_start", "reference", "recovered" ...
  std::string text;
};

/// A row that cannot be trusted: its digest fails, it cannot be read, or it should be there and is
/// not. Never read as a label.
struct LostRow {
  std::string table;
  std::string key;  ///< "take 12 attempt 1"; what the row claims to be.
  std::string reason;
};

/// A dataset folder as its ledger tells it. Values only; the audio stays in its files.
struct Dataset {
  std::filesystem::path dir;
  int schema{kDatasetSchema};
  std::string uuid;
  std::string created;   ///< ISO 8601, UTC.
  std::string software;  ///< "ampsweep 0.1.0"
  std::string plan_hash;
  std::string rig_hash;
  std::string stimulus_hash;
  std::string input_sha256;  ///< Of input.wav.
  Plan plan;                 ///< Takes included; a planned row that is lost is left out.
  Rig rig;                   ///< As it was; `simulation` is not stored and stays at its defaults.
  SampleRate rate{48000};
  SampleCount length{0};  ///< Of input.wav and of every take.
  std::vector<signals::Segment> segments;
  std::vector<TakeRecord> takes;  ///< In plan order.
  std::vector<Epoch> epochs;
  std::vector<Event> events;
  std::optional<HeardCurves> curves;  ///< What each knob does to the sound, when it was heard.
  std::vector<LostRow> lost;
  bool in_use{false};  ///< A session held the lock when it was read.
  /// Hash of the plan file it was last extended with, worked out on its own; empty: never extended.
  std::string extended_with;
};

/// By plan index; nullptr when the plan has no such take or its planned row is lost.
[[nodiscard]] const TakeRecord* find_take(const Dataset& dataset, int take);

}  // namespace ampsweep::rig
