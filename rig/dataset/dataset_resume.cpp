// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/dataset_state.hpp"
#include "rig/dataset/sqlite.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

void require_sound(Ledger& ledger, const Dataset& data) {
  const std::string damage = ledger.damage();
  const bool plan_lost = std::any_of(data.lost.begin(), data.lost.end(), [](const LostRow& row) {
    return row.table == "planned" || row.key == "*";
  });
  if (damage.empty() && !plan_lost) return;
  throw SetupError(SetupKind::Data,
                   fmt::format("the ledger of {} is damaged ({})", data.dir.string(),
                               damage.empty() ? "rows of the plan are lost" : damage),
                   "keep the folder for `ampsweep verify` and capture into a new one");
}

}  // namespace

std::unique_ptr<DatasetWriter::State> open_state(const fs::path& dir, FileOps& ops,
                                                 const std::function<void(const Dataset&)>& check) {
  const fs::path root = fs::canonical(dir);
  SessionLock lock(root);
  // Read while the lock keeps every writer out; our own lock must not make it look live.
  Dataset data = open_locked_dataset(root);
  check(data);
  try {
    Ledger ledger(root / kLedgerFile, data.uuid);
    require_sound(ledger, data);
    auto state = std::unique_ptr<DatasetWriter::State>(
        new DatasetWriter::State{root, ops, std::move(lock), std::move(data), std::move(ledger)});
    state->count_rows();
    recover(*state);
    return state;
  } catch (const DatabaseError& error) {
    throw SetupError(
        SetupKind::Data,
        fmt::format("the ledger of {} cannot be written: {}", dir.string(), error.what()),
        "space and rights on that folder");
  }
}

DatasetWriter DatasetWriter::resume(const fs::path& dir, const Plan& plan, const Rig& rig,
                                    const signals::Stimulus& stimulus, FileOps& ops) {
  if (!is_dataset(dir)) {
    throw SetupError(SetupKind::Data, fmt::format("{} holds no dataset to resume", dir.string()),
                     "`ampsweep capture` without --resume");
  }
  return DatasetWriter(open_state(
      dir, ops, [&](const Dataset& data) { check_same_session(data, plan, rig, stimulus); }));
}

}  // namespace ampsweep::rig
