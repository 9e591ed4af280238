// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rig/capture/align_take.hpp"
#include "rig/dataset/dataset.hpp"
#include "rig/verify/verify_report.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// What takes are measured against.
struct TakeContext {
  const Dataset& dataset;
  /// nullptr when input.wav cannot be used: hashes, formats and clipping are still looked at.
  const signals::Stimulus* stimulus{nullptr};
};

/// Everything the files of one planned take tell, before it is weighed against the other takes.
struct TakeReading {
  std::optional<TakeCheck> check;  ///< Of the accepted attempt; empty when there is none.
  std::vector<FileFault> other;    ///< In files of refused attempts.
  /// The raw recording measured again, sound of the take included; samples dropped. Empty when the
  /// recording could not be aligned.
  std::optional<AlignedTake> aligned;
  std::vector<double> raw_print;  ///< level_print of the cut as it should be ...
  std::vector<double> cut_print;  ///< ... and as it is.
  std::string cut_sha256;         ///< Of takes/NNNNN.wav as it is; empty when it cannot be read.
  bool cut_silent{false};         ///< Nothing but zeros in it.
};

/// Reads and measures the files of one take. What it holds afterwards does not grow with the takes'
/// length but for the prints (10 numbers a second).
///
/// Thread: any, several takes at once.
[[nodiscard]] TakeReading check_take(const TakeContext& context, const TakeRecord& record);

}  // namespace ampsweep::rig
