// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "rig/dataset/file_ops.hpp"

namespace ampsweep::test {

/// A way to be careless, which the power cut must find.
enum class Mutant { None, NoFileSync, NoFolderSync, NoLedgerSync };

/// Called before each step that changes the disk: files of ours, and SQLite's. Returns 0, or the
/// errno with which the step fails instead (a write after half of its bytes).
using BeforeStep = std::function<int()>;

/// The real calls, each announced; carelessly as `mutant` says.
class SteppedOps final : public rig::FileOps {
 public:
  SteppedOps(Mutant mutant, BeforeStep before) : mutant_(mutant), before_(std::move(before)) {}
  int create(int dir_fd, const std::string& name, int& fd) override;
  int write(int fd, std::span<const std::byte> bytes, std::int64_t offset) override;
  int sync(int fd) override;
  int rename(int dir_fd, const std::string& from, const std::string& to,
             IfExists if_exists) override;
  int remove(int dir_fd, const std::string& name) override;

 private:
  Mutant mutant_;
  BeforeStep before_;
};

/// From now on SQLite announces its writes, syncs, truncations and removals as well. With
/// NoLedgerSync it leaves the write-ahead log unsynced, as `synchronous = NORMAL` does. For the
/// whole process; once.
void step_sqlite(Mutant mutant, BeforeStep before);

}  // namespace ampsweep::test
