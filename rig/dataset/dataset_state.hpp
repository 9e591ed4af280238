// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "rig/dataset/dataset_writer.hpp"
#include "rig/dataset/ledger.hpp"
#include "rig/dataset/session_lock.hpp"

namespace ampsweep::rig {

/// What a DatasetWriter holds while it works. `data` mirrors the ledger: it is changed only after
/// the row is on the disk.
struct DatasetWriter::State {
  std::filesystem::path dir;  ///< Without links.
  FileOps& ops;
  SessionLock lock;
  Dataset data;
  Ledger ledger;
  bool made_folder{false};  ///< By create(): it was not there before.
  std::string finishing{};  ///< Key of the attempt that was finished last, or failed to be.
  /// Highest numbers that the ledger's keys hold, lost rows included: none is used again.
  std::map<int, int> attempts{};  ///< By take.
  int events{0};
  int epochs{0};

  [[nodiscard]] TakeRecord& take(int id);
  [[nodiscard]] const TakeRecord& take(int id) const;
  [[nodiscard]] int next_event() const { return events + 1; }
  /// Reads those numbers from the ledger; needed once, after opening one that has rows.
  void count_rows();
};

/// open_dataset() for the one who holds the lock.
[[nodiscard]] Dataset open_locked_dataset(const std::filesystem::path& dir);

/// What every writer of an existing dataset begins with: takes the lock, reads the ledger, lets
/// `check` refuse, puts the folder in order. Throws SetupError{Data}.
[[nodiscard]] std::unique_ptr<DatasetWriter::State> open_state(
    const std::filesystem::path& dir, FileOps& ops,
    const std::function<void(const Dataset&)>& check);

/// Puts a folder in order before a session goes on with it: removes `.part` files, ends withdrawals
/// that were cut off, gives attempts without outcome the outcome "interrupted", sets aside files
/// that no outcome names, and derives what no longer is what the ledger says. Repeatable; a crash
/// in the middle is put right by the next call. Throws SetupError{Data} when the disk fails.
void recover(DatasetWriter::State& state);

/// Every folder that takes and raw recordings live in, and the dataset folder itself.
[[nodiscard]] std::vector<std::filesystem::path> sound_folders(const std::filesystem::path& dir);

/// Something of that name, a broken link too.
[[nodiscard]] bool is_there(const std::filesystem::path& path);

/// Brings the files of a take to where its withdrawn outcome says they are: what had been cut from
/// the recording goes, then the recording gets the name of a refused one. Harmless when nothing is
/// left to do.
[[nodiscard]] Result<void> end_withdrawal(DatasetWriter::State& state, const TakeRecord& take);

/// Throws SetupError{Data} unless `plan`, `rig` and `stimulus` are what `data` was begun with,
/// naming what changed.
void check_same_session(const Dataset& data, const Plan& plan, const Rig& rig,
                        const signals::Stimulus& stimulus);

/// Throws SetupError{Data} unless `longer` begins with the takes of `data`, adds some, and all else
/// is what `data` was begun with, naming what is not.
void check_extends(const Dataset& data, const Plan& longer, const Rig& rig,
                   const signals::Stimulus& stimulus);

}  // namespace ampsweep::rig
