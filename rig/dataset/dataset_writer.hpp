// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/dataset/file_ops.hpp"
#include "rig/model/result.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// The sound of one attempt.
struct TakeAudio {
  const Recording* raw{nullptr};    ///< All channels; nullptr when nothing was recorded.
  std::span<const double> aligned;  ///< Primary output; needed when the verdict accepts.
  std::map<std::string, std::span<const double>> further;  ///< By output name; may be empty.
};

/// Writes one dataset folder. One writer per folder at a time (a lock names the holder's pid).
///
/// Promise: what a call acknowledged survives a kill and a power cut, and nothing half-written is
///          ever taken for whole (tests/rig/dataset/dataset_kill_test.cpp: 50 kills;
///          tests/system/power: power cuts; disk_fault_test.cpp: each step of the disk failing).
/// Faults:  DiskFull, WriteFailed. After one the same call may be repeated with the same arguments.
/// Thread:  control. Every call waits for the disk: not during a take.
class DatasetWriter {
 public:
  /// Starts a dataset in a new or empty folder: input.wav, ledger with the whole plan, derived
  /// files. Throws SetupError{Data} when the folder holds something, cannot be written or has less
  /// free space than estimated_bytes(); then the folder is as it was.
  [[nodiscard]] static DatasetWriter create(const std::filesystem::path& dir, const Plan& plan,
                                            const Rig& rig, const signals::Stimulus& stimulus,
                                            const std::string& software,
                                            FileOps& ops = posix_file_ops());

  /// Goes on with a dataset. Throws SetupError{Data} when it belongs to another plan, rig or
  /// stimulus (naming what changed), is in use (naming the pid) or its ledger is damaged. Attempts
  /// cut off by a crash get the outcome "interrupted"; what they recorded stays as
  /// raw/NNNNN-aK.wav.
  [[nodiscard]] static DatasetWriter resume(const std::filesystem::path& dir, const Plan& plan,
                                            const Rig& rig, const signals::Stimulus& stimulus,
                                            FileOps& ops = posix_file_ops());

  /// Removes a dataset in which nothing was attempted: what create() made and nothing else, so that
  /// the same command can be given again. Does nothing when there is an attempt.
  static void abandon(DatasetWriter writer) noexcept;

  DatasetWriter(DatasetWriter&&) noexcept;
  DatasetWriter& operator=(DatasetWriter&&) noexcept;
  ~DatasetWriter();

  [[nodiscard]] const std::filesystem::path& dir() const;
  [[nodiscard]] const std::string& uuid() const;
  [[nodiscard]] const std::string& stimulus_hash() const;
  /// Everything the ledger holds so far.
  [[nodiscard]] const Dataset& dataset() const;

  [[nodiscard]] int next_attempt(int take) const;  ///< Number of the attempt to begin, 1-based.
  [[nodiscard]] bool accepted(int take) const;

  /// Durable before it returns: call it before the sound. DiskFull when the take may not fit.
  /// Needs: `attempt.number == next_attempt(take)`, take not accepted, a label for every knob.
  [[nodiscard]] Result<void> begin_attempt(const Attempt& attempt);

  /// Writes raw/NNNNN.wav (raw/NNNNN-aK.wav when refused), takes/NNNNN.wav and takes-<output>/,
  /// then the outcome. Fills in file names, hashes and `finished`. An accepted take that would have
  /// to be clipped to fit 24 bits, or has another length than the stimulus, is refused here: look
  /// at the verdict that comes back. One that touches full scale gets a warning.
  [[nodiscard]] Result<Outcome> finish_attempt(const Attempt& attempt, const TakeAudio& audio,
                                               Outcome outcome);

  /// What each knob does to the sound; once per dataset, before its first take.
  [[nodiscard]] Result<void> keep_curves(const HeardCurves& curves);
  /// Takes accepted attempts back, as withdraw_takes() does for a dataset at rest: all of them or,
  /// after a fault or a kill, none. The takes may then be attempted again. Needs: accepted(take)
  /// for each; with no take it does nothing.
  [[nodiscard]] Result<void> withdraw(const std::set<int>& takes, const std::string& by,
                                      const std::string& reason);

  [[nodiscard]] Result<int> new_epoch(Epoch epoch);  ///< Returns its number.
  /// `at`: when, ISO 8601 UTC; empty: now.
  [[nodiscard]] Result<void> event(const std::string& kind, const std::string& text,
                                   const std::string& at = {});

  /// metadata.csv, dataset.json and README.md from the ledger; each replaced whole.
  [[nodiscard]] Result<void> write_derived();

  struct State;  ///< rig/dataset only.

 private:
  explicit DatasetWriter(std::unique_ptr<State> state);
  [[nodiscard]] Result<void> write_takes(const Attempt& attempt, const TakeAudio& audio,
                                         FileOps::IfExists if_exists, Outcome& outcome,
                                         std::vector<FurtherTake>& further);
  std::unique_ptr<State> state_;
};

/// Disk needed for the takes of a plan: raw float32 of all inputs plus 24-bit takes of every output
/// but the loopback, a quarter more for retries, 16 MiB for the rest.
[[nodiscard]] std::int64_t estimated_bytes(const Plan& plan, const Rig& rig, SampleCount stimulus);

}  // namespace ampsweep::rig
