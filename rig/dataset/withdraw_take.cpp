// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/withdraw_take.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/dataset_state.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/rebuild.hpp"
#include "rig/dataset/utc_time.hpp"
#include "rig/model/sha256.hpp"
#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

void refuse_nonsense(const Withdrawal& withdrawal) {
  if (withdrawal.takes.empty()) {
    throw SetupError(SetupKind::Usage, "no take is named", "its number, as in takes/NNNNN.wav");
  }
  for (const std::string& text : {withdrawal.by, withdrawal.reason}) {
    if (one_line(text) == text) continue;
    throw SetupError(SetupKind::Usage, "the reason holds line ends or control characters",
                     "one line of plain text");
  }
}

/// How the fault of a withdrawn attempt begins; the reason follows.
std::string withdrawn_because(const std::string& by) {
  return fmt::format("withdrawn by {}: ", by.empty() ? "someone" : by);
}

bool is_withdrawn(const AttemptRecord& record) {
  if (!record.outcome || record.accepted()) return false;
  const auto& faults = record.outcome->verdict.faults;
  return std::any_of(faults.begin(), faults.end(),
                     [](const Fault& fault) { return fault.code == FaultCode::Withdrawn; });
}

/// The attempt that counts, or SetupError{Usage}.
const AttemptRecord& accepted_attempt(const Dataset& data, int id) {
  const TakeRecord* take = find_take(data, id);
  if (take == nullptr) {
    throw SetupError(SetupKind::Usage, fmt::format("{} has no take {}", data.dir.string(), id),
                     fmt::format("a number from 0 to {}", data.takes.size() - 1));
  }
  const AttemptRecord* accepted = take->accepted();
  if (accepted == nullptr) {
    const bool again = std::any_of(take->attempts.begin(), take->attempts.end(), is_withdrawn);
    throw SetupError(
        SetupKind::Usage,
        fmt::format("take {} {}", id, again ? "was withdrawn already" : "has no accepted attempt"),
        "`ampsweep capture` with --resume: it plays that take anyway");
  }
  return *accepted;
}

/// The recording as it is now: one that was damaged after it was made is a reason to withdraw it,
/// and must not be called damaged for ever.
void name_recording(const fs::path& dir, const Attempt& attempt, Outcome& outcome) {
  const std::string recorded = std::exchange(outcome.raw_sha256, {});
  const std::string from = std::exchange(outcome.raw_file, {});
  if (recorded.empty()) return;
  const auto hash = sha256_of_file(dir / from);
  if (!hash) {
    outcome.verdict.faults.push_back(
        {FaultCode::FileMissing, from + " was not there when the take was withdrawn"});
    return;
  }
  if (*hash != recorded) {
    outcome.verdict.faults.push_back(
        {FaultCode::HashMismatch,
         from + " was not the file that was recorded when the take was withdrawn"});
  }
  outcome.raw_sha256 = *hash;
  outcome.raw_file = refused_raw_file(attempt.take, attempt.number);
  if (!is_there(dir / outcome.raw_file)) return;
  throw SetupError(SetupKind::Data,
                   fmt::format("{} and {} both exist in {}", from, outcome.raw_file, dir.string()),
                   "move the second out of the folder: no row names it");
}

AttemptRecord withdrawn(const fs::path& dir, const AttemptRecord& accepted,
                        const std::string& because) {
  AttemptRecord record{accepted.attempt, accepted.outcome, {}};
  Outcome& outcome = record.outcome.value();
  outcome.verdict.accepted = false;
  outcome.verdict.faults.push_back({FaultCode::Withdrawn, because});
  outcome.take_file.clear();
  outcome.take_sha256.clear();
  name_recording(dir, record.attempt, outcome);
  return record;
}

/// The rows of a withdrawal, on the disk and in `state`. The files stay as they are.
Result<std::vector<WithdrawnTake>> record_withdrawal(DatasetWriter::State& state,
                                                     const std::set<int>& takes,
                                                     const Withdrawal& withdrawal) {
  const int first_event = state.next_event();
  const std::string because = withdrawn_because(withdrawal.by) +
                              (withdrawal.reason.empty() ? "no reason given" : withdrawal.reason);
  std::vector<AttemptRecord> records;
  std::vector<Event> events;
  std::vector<WithdrawnTake> done;
  for (const int take : takes) {
    const AttemptRecord& accepted = accepted_attempt(state.data, take);
    records.push_back(withdrawn(state.dir, accepted, because));
    events.push_back({first_event + static_cast<int>(events.size()), utc_now(), "withdrawn",
                      fmt::format("take {} attempt {}, accepted {}, {}", take,
                                  accepted.attempt.number, accepted.outcome->finished, because)});
    done.push_back({take, accepted.attempt.number, records.back().outcome->raw_file});
  }
  if (auto amended = state.ledger.amend(records, events); !amended) {
    return tl::unexpected(amended.error());
  }
  state.events += static_cast<int>(events.size());
  // The takes are withdrawn. Files follow their rows, so that a kill in between leaves rows that
  // say where the files belong, and whoever comes next does what is left: the same as is done here.
  for (AttemptRecord& record : records) {
    TakeRecord& take = state.take(record.attempt.take);
    *std::find_if(take.attempts.begin(), take.attempts.end(), [&](const AttemptRecord& known) {
      return known.attempt.number == record.attempt.number;
    }) = std::move(record);
  }
  state.data.events.insert(state.data.events.end(), events.begin(), events.end());
  return done;
}

}  // namespace

Result<void> end_withdrawal(DatasetWriter::State& state, const TakeRecord& take) {
  const std::string name = fs::path(raw_file(take.planned.id)).filename().string();
  const fs::path recording = state.dir / kRawFolder / name;
  for (const AttemptRecord& record : take.attempts) {
    if (!is_withdrawn(record) || record.outcome->raw_file.empty()) continue;
    // The recording is renamed last. As long as it has the old name and is that attempt's, so are
    // the cuts; afterwards they are somebody else's.
    const fs::path kept = state.dir / record.outcome->raw_file;
    if (is_there(kept) || sha256_of_file(recording) != record.outcome->raw_sha256) continue;
    for (const fs::path& folder : sound_folders(state.dir)) {
      if (!folder.filename().string().starts_with(kTakesFolder) || !is_there(folder / name))
        continue;
      if (auto removed = remove_file(folder / name, state.ops); !removed) return removed;
    }
    if (auto renamed = rename_file(recording, kept.filename().string(), state.ops); !renamed) {
      return renamed;
    }
  }
  return {};
}

std::vector<WithdrawnTake> withdraw_takes(const fs::path& dir, const Withdrawal& withdrawal,
                                          FileOps& ops) {
  refuse_nonsense(withdrawal);
  if (!is_dataset(dir)) (void)open_dataset(dir);  // Says what is missing; makes no lock file.
  const std::set<int> takes(withdrawal.takes.begin(), withdrawal.takes.end());
  const auto state = open_state(dir, ops, [](const Dataset&) {});

  auto done = record_withdrawal(*state, takes, withdrawal);
  if (!done) {
    throw SetupError(SetupKind::Data, done.error().detail, "space and rights on that folder");
  }
  recover(*state);
  return std::move(*done);
}

Result<void> DatasetWriter::withdraw(const std::set<int>& takes, const std::string& by,
                                     const std::string& reason) {
  if (takes.empty()) return {};
  try {
    auto done = record_withdrawal(*state_, takes, {{takes.begin(), takes.end()}, by, reason});
    if (!done) return tl::unexpected(done.error());
    for (const int take : takes) {
      if (auto ended = end_withdrawal(*state_, state_->take(take)); !ended) return ended;
    }
    return {};
  } catch (const SetupError& error) {
    return tl::unexpected(Fault{FaultCode::WriteFailed, error.what()});
  } catch (const fs::filesystem_error& error) {  // the disk went away
    return tl::unexpected(Fault{FaultCode::WriteFailed, error.what()});
  }
}

int times_withdrawn(const TakeRecord& take, const std::string& by) {
  const std::string because = withdrawn_because(by);
  return static_cast<int>(
      std::count_if(take.attempts.begin(), take.attempts.end(), [&](const AttemptRecord& record) {
        if (!record.outcome || record.accepted()) return false;
        const auto& faults = record.outcome->verdict.faults;
        return std::any_of(faults.begin(), faults.end(), [&](const Fault& fault) {
          return fault.code == FaultCode::Withdrawn && fault.detail.starts_with(because);
        });
      }));
}

}  // namespace ampsweep::rig
