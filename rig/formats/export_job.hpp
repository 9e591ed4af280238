// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/dataset/knob_truth.hpp"
#include "rig/formats/export_options.hpp"
#include "rig/formats/export_outputs.hpp"
#include "rig/formats/known_stretches.hpp"
#include "rig/formats/stretch.hpp"

namespace ampsweep::rig::formats {

/// One accepted take that goes along. Points into the Dataset.
struct ChosenTake {
  int id{0};
  Split split{Split::Train};
  const Attempt* attempt{nullptr};   ///< Its labels.
  const Outcome* outcome{nullptr};   ///< Its figures, which are of the main output.
  std::vector<OutputFile> sounds{};  ///< Its files, one for each output of the job.
};

/// What every exporter is given.
struct ExportJob {
  const Dataset& dataset;
  const ExportOptions& options;
  std::vector<ChosenTake> takes;  ///< In plan order.
  Stretch training;               ///< First training sound to the end of the last.
  Stretch validation;             ///< The last validation pass.
  SampleRate rate;                ///< Of the export.
  Encoding encoding;
  std::string device;                  ///< For file names: [A-Za-z0-9-]+
  KnobTruth truth{};                   ///< What was heard of the labels.
  std::vector<std::string> outputs{};  ///< At least one; more where the format holds several.
  std::optional<KnownStretches>
      known{};                       ///< Where `training` and `validation` are a trainer's own.
  SampleCount reverse_shift{0};      ///< Of the target of a reversed export; 0: not reversed.
  std::vector<std::string> notes{};  ///< What was left out or found while choosing.

  /// A sample position of the dataset at the export's rate.
  [[nodiscard]] std::int64_t at(SampleCount position) const;
  /// `reverse_shift` at the export's rate, rounded up.
  [[nodiscard]] std::int64_t target_shift() const;
  [[nodiscard]] std::vector<ChosenTake> of(Split split) const;
};

/// What the loader trains on, validates on and tests on. Where no chosen setting is held out for
/// validation (test), the validation pass of the training settings stands in.
struct JobPart {
  const char* name{""};  ///< "train", "val", "test".
  std::vector<ChosenTake> takes;
  Stretch stretch;
};
[[nodiscard]] JobPart training_part(const ExportJob& job);
[[nodiscard]] JobPart validation_part(const ExportJob& job);
[[nodiscard]] JobPart test_part(const ExportJob& job);

/// Takes, outputs, stretches, rate and encoding for these wishes. The stretches are those of NAM's
/// or Proteus's own trainer where the sound is one of its inputs (known_stretches()).
/// Reads takes only for a reversed export (reverse_shift()).
/// Refuses: SetupError{Usage}: no take is left, a knob or output that is not there, a rate or
///          encoding the format's loader refuses, an `original` that is not one, a `knob` or
///          `original` that the format has no use for. SetupError{Data}: a dataset without training
///          or validation audio (a measurement).
[[nodiscard]] ExportJob make_job(const Dataset& dataset, const ExportOptions& options);

/// 0.4 s of exact zeros stand before the cut in the exported input: what NAM wants. Always so in
/// our own programme; a known input may be cut in the middle of sound (as Proteus's is by NAM
/// itself), and silences inside it do not survive a rate conversion.
[[nodiscard]] bool silent_training_cut(const ExportJob& job);
[[nodiscard]] bool silent_validation_cut(const ExportJob& job);
inline constexpr const char* kCutInSound =
    "the input is not silent before a cut: NAM's check for that is switched off there, and a "
    "little "
    "of the sound before it answers into the part";

/// Refuses: SetupError{Usage}: the rig has no knob of that id; says which it has.
void need_knob(const Dataset& dataset, const std::string& id);

/// The label of one knob. Needs: the knob is the rig's; an accepted attempt labels every one.
[[nodiscard]] const KnobLabel& label_of(const ChosenTake& take, const std::string& knob);

/// One sigma of a label, share of the travel, as in metadata.csv: what the actuator says of it and
/// what was heard against it.
[[nodiscard]] double label_doubt(const ExportJob& job, const ChosenTake& take,
                                 const std::string& knob);

}  // namespace ampsweep::rig::formats
