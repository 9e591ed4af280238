// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/sound_history.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace ampsweep::rig {
namespace {

using analysis::Answer;

constexpr const char* kNotLookedFor = "not looked for";

int bits_of(const std::string& encoding) {
  if (encoding == "pcm8") return 8;
  if (encoding == "pcm16") return 16;
  return encoding == "pcm24" ? 24 : 32;
}

Answer answer_named(const std::string& name) {
  for (const Answer answer : {Answer::No, Answer::Yes, Answer::CannotTell}) {
    if (name == analysis::to_string(answer)) return answer;
  }
  throw std::runtime_error("unknown answer");
}

}  // namespace

std::vector<std::string> history_notes(const SoundHistory& history, const std::string& file) {
  std::vector<std::string> notes;
  if (history.shallow == Answer::Yes) {
    notes.push_back(
        fmt::format("{} holds {:.1f} bits in a file that has room for more: an export "
                    "or a converter cut them off",
                    file, history.bits));
  }
  if (history.undithered == Answer::Yes) {
    notes.push_back(file + " was rounded without dither: its quiet sound stands still");
  }
  if (history.resampled == Answer::Yes) {
    notes.push_back(fmt::format("{} was at {} Hz once: nothing lies above half of it", file,
                                history.source_rate_hz));
  }
  if (history.coded == Answer::Yes) {
    notes.push_back(fmt::format("{} shows the frames of a lossy coder ({}): use the original", file,
                                history.coder));
  }
  if (history.hum_dbfs_rms) {
    notes.push_back(
        fmt::format("{} hums at {:.1f} dBFS rms where it is idle", file, *history.hum_dbfs_rms));
  }
  return notes;
}

Json history_json(const SoundHistory& history) {
  return {{"bits", number_or_null(history.bits)},
          {"shallow", to_string(history.shallow)},
          {"undithered", to_string(history.undithered)},
          {"resampled", to_string(history.resampled)},
          {"source_rate_hz", history.source_rate_hz},
          {"lossy", history.coding_sought ? to_string(history.coded) : kNotLookedFor},
          {"coder", history.coder},
          {"bandwidth_hz", number_or_null(history.bandwidth_hz)},
          {"wall_hz", number_or_null(history.wall_hz)},
          {"noise_dbfs_rms", number_or_null(history.noise_dbfs_rms)},
          {"hum_dbfs_rms", number_or_null(history.hum_dbfs_rms)}};
}

SoundHistory history_of_json(const Json& json) {
  SoundHistory history;
  history.bits = number(json, "bits");
  history.shallow = answer_named(text(json, "shallow"));
  history.undithered = answer_named(text(json, "undithered"));
  history.resampled = answer_named(text(json, "resampled"));
  history.source_rate_hz = json.at("source_rate_hz").get<int>();
  history.coding_sought = text(json, "lossy") != kNotLookedFor;
  if (history.coding_sought) history.coded = answer_named(text(json, "lossy"));
  history.coder = text(json, "coder");
  history.bandwidth_hz = optional_real(json.at("bandwidth_hz"));
  history.wall_hz = optional_real(json.at("wall_hz"));
  history.noise_dbfs_rms = optional_real(json.at("noise_dbfs_rms"));
  history.hum_dbfs_rms = optional_real(json.at("hum_dbfs_rms"));
  return history;
}

HistoryReader::HistoryReader(SampleRate rate, const std::string& encoding, bool quick)
    : stored_bits_(bits_of(encoding)), bandwidth_(rate), quiet_(rate) {
  if (!quick) codec_.emplace();
}

void HistoryReader::add(std::span<const float> block) {
  grid_.add(block);
  bandwidth_.add(block);
  if (codec_) codec_->add(block);
  quiet_.add(block);
}

SoundHistory HistoryReader::judge() const {
  SoundHistory history;
  const auto grid = grid_.judge(stored_bits_);
  history.bits = grid.bits;
  history.shallow = grid.shallow;
  history.undithered = grid.undithered;
  const auto band = bandwidth_.judge(grid.step);
  history.resampled = band.resampled;
  if (band.resampled == Answer::Yes) history.source_rate_hz = band.source.value();
  if (band.top.value() > 0.0) history.bandwidth_hz = band.top.value();
  if (band.walled == Answer::Yes) history.wall_hz = band.wall.value();
  history.coding_sought = codec_.has_value();
  if (codec_) {
    const auto codec = codec_->judge(grid.step);
    history.coded = codec.coded;
    if (codec.coded == Answer::Yes) history.coder = analysis::to_string(codec.family);
  }
  const auto still = quiet_.judge();
  if (still.idle == Answer::Yes) history.noise_dbfs_rms = still.noise.value();
  if (still.hums == Answer::Yes && std::isfinite(still.hum.value())) {
    history.hum_dbfs_rms = still.hum.value();
  }
  return history;
}

}  // namespace ampsweep::rig
