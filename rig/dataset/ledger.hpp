// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/dataset/sqlite.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

inline constexpr const char* kLedgerFile = "ledger.sqlite";
inline constexpr int kLedgerApplicationId = 0x416D7053;  ///< "AmpS"

/// The ledger of a dataset, for its one writer. Every add_ is one committed, synced transaction:
/// what returned survives a power cut (WAL, synchronous=FULL).
///
/// Faults: DiskFull, WriteFailed; nothing is written then.
class Ledger {
 public:
  /// Makes `file` with identity, plan and rig of `dataset`. Throws DatabaseError.
  static void create(const std::filesystem::path& file, const Dataset& dataset);
  /// Opens it to go on writing. Throws DatabaseError.
  Ledger(const std::filesystem::path& file, std::string uuid);

  [[nodiscard]] Result<void> add(const Attempt& attempt);
  [[nodiscard]] Result<void> add(const Attempt& attempt, const Outcome& outcome,
                                 const std::vector<FurtherTake>& further);
  [[nodiscard]] Result<void> add(const Epoch& epoch);
  [[nodiscard]] Result<void> add(const Event& event);

  /// What each knob does to the sound: once per dataset.
  [[nodiscard]] Result<void> add(const HeardCurves& curves);

  /// Replaces outcomes and adds events in one transaction: all of it or, after a fault, nothing.
  [[nodiscard]] Result<void> amend(const std::vector<AttemptRecord>& changed,
                                   const std::vector<Event>& events);

  /// Makes `dataset`'s plan the plan, whose takes from position `first` on are new, and adds an
  /// event, in one transaction.
  [[nodiscard]] Result<void> extend(const Dataset& dataset, std::size_t first, const Event& event);

  /// Keys of a table as they stand, lost rows included: none of them may be used again.
  [[nodiscard]] std::vector<std::string> keys(const char* table);
  /// SQLite's own check of the file; empty when it finds nothing.
  [[nodiscard]] std::string damage();

 private:
  [[nodiscard]] Result<void> insert(const char* table, const std::string& key,
                                    const std::string& body);
  /// All of `work` or, after a fault, nothing. `what` is what the fault's text says was not
  /// written.
  [[nodiscard]] Result<void> in_one_transaction(const std::string& what,
                                                const std::function<void()>& work);
  Database database_;
  std::string uuid_;
};

/// Reads a ledger into values. Throws SetupError{Data}; see open_dataset(). `live`: a session is
/// writing it now.
[[nodiscard]] Dataset read_ledger(const std::filesystem::path& file, bool live);

/// "12/1": key of an attempt and of its outcome.
[[nodiscard]] std::string attempt_key(int take, int number);

}  // namespace ampsweep::rig
