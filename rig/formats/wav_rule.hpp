// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/dataset/wav_file.hpp"
#include "rig/formats/check_report.hpp"

namespace ampsweep::rig::formats {

/// What a loader takes as a WAV.
struct WavRule {
  std::vector<int> rates_hz{};           ///< Empty: any.
  std::vector<const char*> encodings{};  ///< WavInfo::encoding; empty: any.
  std::vector<int> tags{};               ///< WavInfo::format_tag; empty: any.
  int channels{1};                       ///< 0: any number.
};

/// A finding for each part of the rule that a file does not keep, and for one without samples or
/// with more than a take can have.
void add_wav_findings(const std::string& name, const WavInfo& info, const WavRule& rule,
                      CheckReport& report);

}  // namespace ampsweep::rig::formats
