// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "rig/formats/check_report.hpp"
#include "rig/formats/known_input.hpp"

namespace ampsweep::rig::formats {

/// What NAM's graphical trainer would say about a recording of one of its standard inputs.
struct KnownPairReport {
  CheckReport check;  ///< `dir` is the recording.
  std::string input;  ///< "NAM v3.0.0"; empty: not a known input.
  bool strong{false};
  NamThreshold latency;
  std::optional<double> replicate_esr;  ///< Version 3: the two validation passes.
};

/// Recognises X and puts Y to the trainer's checks: known and current input, equal rates, Y 0 to 1
/// s longer, latency found, replicate ESR <= 0.01 (version 3), no clipping. Source:
/// training-formats.md 1.2 and 1.3.
/// Refuses: SetupError{Data}: a file that is none, or is cut off.
/// Memory:  some seconds of sound, whatever the files' length.
[[nodiscard]] KnownPairReport check_known_pair(const std::filesystem::path& x,
                                               const std::filesystem::path& y);
/// The checks alone: for any layout.
void check_against(KnownPairReport& report, const KnownInput& layout, const CheckedSound& x,
                   CheckedSound& y);

[[nodiscard]] std::string known_pair_json(const KnownPairReport& report);
[[nodiscard]] std::string known_pair_text(const KnownPairReport& report);

}  // namespace ampsweep::rig::formats
