// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "rig/formats/format.hpp"
#include "rig/verify/sound_pair.hpp"

namespace ampsweep::rig::formats {

/// What a loader would trip over, silently or not.
struct Finding {
  std::string code;    ///< "unequal_length"; the list is in docs/export.md.
  std::string file;    ///< Relative to the export, with a JSON pointer where it is in one.
  std::string detail;  ///< One sentence: what, and what the loader does with it.
};

struct CheckReport {
  Format format{};
  std::filesystem::path dir;
  int pairs{0};                      ///< Inputs with their targets that were looked at.
  std::vector<SoundPair> pair_list;  ///< Those, as the format lists them.
  int files{0};                      ///< WAVs read.
  std::vector<Finding> findings;     ///< In the order found.
  bool stopped{false};
  bool reversed{false};  ///< An export of ours, turned round: pairs share their targets.
  [[nodiscard]] bool ok() const { return findings.empty() && !stopped && pairs > 0; }
  void add(std::string code, std::string file, std::string detail) {
    findings.push_back({std::move(code), std::move(file), std::move(detail)});
  }
};

/// A setting of knobs without names: "1", "2" ... by place.
[[nodiscard]] std::vector<std::pair<std::string, double>> numbered(
    const std::vector<double>& values);

[[nodiscard]] std::string check_json(const CheckReport& report);
[[nodiscard]] std::string check_text(const CheckReport& report);

}  // namespace ampsweep::rig::formats
