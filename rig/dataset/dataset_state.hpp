// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

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

  [[nodiscard]] TakeRecord& take(int id);
  [[nodiscard]] const TakeRecord& take(int id) const;
};

/// open_dataset() for the one who holds the lock.
[[nodiscard]] Dataset open_locked_dataset(const std::filesystem::path& dir);

/// Puts a folder in order before a session goes on with it: removes `.part` files, gives attempts
/// without outcome the outcome "interrupted", sets aside files that no outcome names. Repeatable;
/// a crash in the middle is put right by the next call. Throws SetupError{Data} when the disk
/// fails.
void recover(DatasetWriter::State& state);

/// Throws SetupError{Data} unless `plan`, `rig` and `stimulus` are what `data` was begun with,
/// naming what changed.
void check_same_session(const Dataset& data, const Plan& plan, const Rig& rig,
                        const signals::Stimulus& stimulus);

}  // namespace ampsweep::rig
