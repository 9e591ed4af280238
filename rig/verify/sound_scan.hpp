// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "analysis/take_print.hpp"
#include "rig/dataset/sound_reader.hpp"
#include "rig/verify/sound_history.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// One file of a pair, measured from its first channel.
struct PairFile {
  std::string file;
  SampleRate rate{0};
  int channels{0};
  SampleCount frames{0};
  std::string encoding;
  double peak_dbfs{-400.0};
  double rms_dbfs{-400.0};  ///< DC included.
  double dc_full_scale{0.0};
  int clipped_runs{0};
  bool clipped{false};  ///< Runs at full scale, or flat tops below it.
  bool finite{true};
  bool silent{false};         ///< Nothing but zeros.
  SoundHistory history;       ///< Unknown where the sound is not finite.
  analysis::TakePrint print;  ///< For the set; likewise.
  std::string sound_id;       ///< SHA-256 of the samples: equal sound, whatever file holds it.
};

/// Noise over signal, as mean squares without DC: the ESR of a model that is right in everything
/// but the noise. Empty: the sound is never idle, so its noise is not known.
[[nodiscard]] std::optional<double> best_possible_esr(const PairFile& target);

/// Reads a whole file once, piece by piece.
///
/// Shape:   `name` goes into the report. Throws what SoundReader::read throws.
/// Stopped: half a scan; ask the token.
/// Memory:  one block of a second, and what the detectors keep: under 1 MB.
/// `quick`:  as of HistoryReader.
[[nodiscard]] PairFile scan_sound(SoundReader& reader, const std::string& name,
                                  const std::stop_token& stop = {}, bool quick = false);

}  // namespace ampsweep::rig
