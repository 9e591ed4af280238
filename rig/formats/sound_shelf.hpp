// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rig/formats/export_plan.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {

/// The dataset's sounds at the export's rate.
///
/// Memory:   the stimulus and one take, whatever the size of the dataset.
/// Rule:     converted samples of the stimulus are exact zeros again wherever it was silent on
///           purpose: trainers check for that, and the converter's ringing is not theirs to learn.
///           Takes are converted as they are; both by the same linear-phase filter, so their
///           alignment stays. The target of a reversed export is moved later (reverse_shift()).
class SoundShelf {
 public:
  explicit SoundShelf(const ExportJob& job) : job_(job) {}

  /// One cut's samples at the export's rate.
  /// Faults: those of read_take() and read_stimulus().
  [[nodiscard]] Result<std::vector<float>> cut(SoundId sound, const Stretch& stretch);

  /// SHA-256 of the file that a sound comes from, as the ledger has it.
  [[nodiscard]] std::string sha256_of(SoundId sound) const;
  /// Relative name of that file in the dataset.
  [[nodiscard]] std::string file_of(SoundId sound) const;

 private:
  using Samples = std::shared_ptr<const std::vector<float>>;
  [[nodiscard]] Result<Samples> whole_sound(SoundId sound);
  [[nodiscard]] OutputFile sound_file(SoundId sound) const;

  const ExportJob& job_;
  Samples stimulus_;
  SoundId newest_{};
  Samples newest_samples_;
};

}  // namespace ampsweep::rig::formats
