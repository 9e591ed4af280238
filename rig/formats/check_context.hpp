// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/dataset/json.hpp"
#include "rig/formats/check_report.hpp"
#include "rig/formats/checked_sound.hpp"
#include "rig/formats/wav_rule.hpp"

namespace ampsweep::rig::formats {

/// One check under way: the report, the sounds named last, and what every checker does alike.
///
/// Memory: a second or so of three sounds, whatever their length and number. Foreign files: names
///         that leave the folder are findings and are never opened; texts are capped at 64 MiB, a
///         WAV at 2^31 samples.
class CheckContext {
 public:
  using Sound = std::shared_ptr<CheckedSound>;
  CheckContext(Format format, std::filesystem::path dir, std::stop_token stop,
               std::function<void(int, const std::string&)> progress);

  CheckReport report;

  /// JSON of a file in the folder; nothing, and a finding, when it is missing or no JSON.
  [[nodiscard]] std::optional<Json> json(const std::string& name);
  [[nodiscard]] std::optional<std::string> text(const std::string& name);

  /// The sound a name stands for, when the rule holds; nothing, and findings, when not. `where`:
  /// who names it.
  [[nodiscard]] Sound sound(const std::string& where, const std::string& name, const WavRule& rule);

  /// Counts a pair that the loader would train on, and keeps it for whoever measures pairs.
  void found_pair(SoundPair pair);

  /// Equal rates; equal lengths; an input of numbers. One finding for each that does not hold.
  /// Needs: both are there.
  void check_pair(const std::string& where, const Sound& input, const Sound& target);

  /// Target silent (losses divide by its energy), full-scale codes at either polarity in runs, or
  /// samples that are no numbers.
  void check_target(const std::string& where, const Sound& target);

  /// Peak and energy of a target that the format's own rules look at otherwise.
  void weigh_target(const Sound& target);

  /// Files against the manifest of an export of ours, where there is one; peaks.
  void finish();

  [[nodiscard]] bool stopped();

 private:
  [[nodiscard]] std::optional<std::filesystem::path> inside_dir(const std::string& where,
                                                                const std::string& name);

  std::stop_token stop_;
  std::function<void(int, const std::string&)> progress_;
  std::list<std::pair<std::string, Sound>> shelf_;
  /// Peak and energy of every different target: sounds of one peak and different energy were each
  /// normalised alone, and level differences between settings are gone. finish() says so.
  std::set<std::pair<double, double>> loudness_;
};

/// One per format: the re-reader by its loader's rules.
void check_nam(CheckContext& check);
void check_nam_parametric(CheckContext& check);
void check_panama(CheckContext& check);
void check_guitarml(CheckContext& check);
void check_guitarml_folders(CheckContext& check);
void check_aida(CheckContext& check);
void check_proteus(CheckContext& check);
void check_signaltrain(CheckContext& check);
void check_tonetwist(CheckContext& check);
void check_huggingface(CheckContext& check);
void check_csv(CheckContext& check);

}  // namespace ampsweep::rig::formats
