// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "rig/dataset/dataset.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/session_end.hpp"

namespace ampsweep::rig::cli {

/// How far a session is, from its ledger.
struct SessionStatus {
  std::string dir;
  bool running{false};
  /// How the newest session ended; empty while one runs, and before the first.
  std::optional<SessionEnd> ended;
  int total{0};
  int accepted{0};
  int refused{0};  ///< Attempts.
  int epochs{0};
  int lost_rows{0};
  /// From the last takes that were accepted; empty: not running, or too few of them.
  std::optional<std::chrono::seconds> left;
  /// False: metadata.csv, dataset.json or README.md are not what the ledger says (killed before the
  /// end, edited). Empty while the session runs (it writes them last), and where
  /// rows of the ledger are lost: the tables may be all there is of them.
  std::optional<bool> tables_current;
};

[[nodiscard]] SessionStatus status_of(const Dataset& dataset, const std::string& dir);

/// "DIR: running, 12 of 36 takes accepted, 2 attempts refused, 1 stream epochs, 5 min 20 s left".
[[nodiscard]] std::string status_text(const SessionStatus& status);
/// schema ampsweep-status-1; docs/cli.md.
[[nodiscard]] Json status_json(const SessionStatus& status);
/// "2026-11-22T10:00:00Z  refused        take 3 attempt 1: clipped: ...".
[[nodiscard]] std::string event_text(const Event& event);

}  // namespace ampsweep::rig::cli
