// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/bandwidth.hpp"
#include "analysis/code_grid.hpp"
#include "analysis/codec_trace.hpp"
#include "analysis/quiet_stretch.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig {

/// What the sound of a file says about how it came about. An answer is "no", "yes" or "cannot
/// tell": this sound would not show it. Limits and figures: docs/measurement/dataset-faults.md.
struct SoundHistory {
  double bits{24.0};                                       ///< In use; 24: as fine as can be seen.
  analysis::Answer shallow{analysis::Answer::CannotTell};  ///< Fewer than the file has room for.
  analysis::Answer undithered{analysis::Answer::CannotTell};
  analysis::Answer resampled{analysis::Answer::CannotTell};
  int source_rate_hz{0};     ///< Whose half the sound ends at; 0: none that is usual.
  bool coding_sought{true};  ///< False: `coded` says nothing; JSON has "not looked for".
  analysis::Answer coded{analysis::Answer::CannotTell};  ///< By a lossy coder,
  std::string coder;                                     ///< of this family.
  std::optional<double> bandwidth_hz;    ///< 99.9 % of the power lie below; empty: too short.
  std::optional<double> wall_hz;         ///< A filter steeper than any amp's ends the sound here.
  std::optional<double> noise_dbfs_rms;  ///< Of the quietest second, where that is idle.
  std::optional<double> hum_dbfs_rms;    ///< Of it the mains, where there are any.
  bool operator==(const SoundHistory&) const = default;
};

/// A sentence for each thing that somebody should know of `file`.
[[nodiscard]] std::vector<std::string> history_notes(const SoundHistory& history,
                                                     const std::string& file);

[[nodiscard]] Json history_json(const SoundHistory& history);
/// Throws the JSON library's own errors for what is none.
[[nodiscard]] SoundHistory history_of_json(const Json& json);

/// Reads it, block by block; constant memory. `quick`: without the search for traces of lossy
/// coding, which costs more than all the rest.
class HistoryReader {
 public:
  HistoryReader(SampleRate rate, const std::string& encoding, bool quick = false);
  void add(std::span<const float> block);
  [[nodiscard]] SoundHistory judge() const;

 private:
  int stored_bits_;
  analysis::CodeGrid grid_;
  analysis::BandwidthMeter bandwidth_;
  std::optional<analysis::CodecTrace> codec_;
  analysis::QuietStretch quiet_;
};

}  // namespace ampsweep::rig
