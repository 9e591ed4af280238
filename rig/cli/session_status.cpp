// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/session_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "rig/capture/progress.hpp"
#include "rig/dataset/rebuild.hpp"
#include "rig/dataset/utc_time.hpp"
#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::cli {
namespace {

/// Takes of one plan last about equally long; a pause older than these no longer counts.
constexpr std::size_t kRecentTakes = 12;

std::optional<std::chrono::seconds> time_left(const Dataset& dataset, int remaining) {
  std::vector<double> finished;
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* const attempt = take.accepted();
    if (attempt == nullptr) continue;
    if (const auto at = utc_seconds(attempt->outcome->finished)) finished.push_back(*at);
  }
  if (finished.size() < 2) return std::nullopt;
  std::sort(finished.begin(), finished.end());
  const std::size_t count = std::min(kRecentTakes, finished.size() - 1);
  const double each =
      (finished.back() - finished[finished.size() - 1 - count]) / static_cast<double>(count);
  return std::chrono::seconds{static_cast<std::int64_t>(each * remaining + 0.5)};
}

}  // namespace

SessionStatus status_of(const Dataset& dataset, const std::string& dir) {
  SessionStatus status;
  status.dir = dir;
  status.running = dataset.in_use;
  if (!status.running) status.ended = end_of_last_session(dataset.events);
  status.total = static_cast<int>(dataset.takes.size());
  status.epochs = static_cast<int>(dataset.epochs.size());
  status.lost_rows = static_cast<int>(dataset.lost.size());
  for (const TakeRecord& take : dataset.takes) {
    if (take.accepted() != nullptr) ++status.accepted;
    status.refused += static_cast<int>(std::count_if(
        take.attempts.begin(), take.attempts.end(),
        [](const AttemptRecord& attempt) { return attempt.outcome && !attempt.accepted(); }));
  }
  if (!status.running && dataset.lost.empty()) {
    status.tables_current = derived_files_current(dataset);
  }
  if (status.running) status.left = time_left(dataset, status.total - status.accepted);
  return status;
}

std::string status_text(const SessionStatus& status) {
  const std::string left = status.left ? ", " + readable_time(*status.left) + " left" : "";
  const char* const tables =
      status.tables_current.value_or(true)
          ? ""
          : "; metadata.csv, dataset.json or README.md are not up to date: ampsweep rebuild";
  const std::string state = status.running ? "running"
                            : status.ended
                                ? fmt::format("not running ({})", to_string(*status.ended))
                                : "not running";
  return one_line(fmt::format(
      "{}: {}, {} of {} takes accepted, {} attempts refused, {} stream epochs{}{}", status.dir,
      state, status.accepted, status.total, status.refused, status.epochs, left, tables));
}

Json status_json(const SessionStatus& status) {
  return {{"schema", "ampsweep-status-1"},
          {"dir", status.dir},
          {"running", status.running},
          {"takes_total", status.total},
          {"accepted", status.accepted},
          {"refused_attempts", status.refused},
          {"epochs", status.epochs},
          {"lost_rows", status.lost_rows},
          {"seconds_left", status.left ? Json(status.left->count()) : Json(nullptr)},
          {"tables_current", status.tables_current ? Json(*status.tables_current) : Json(nullptr)},
          {"ended", status.ended ? Json(to_string(*status.ended)) : Json(nullptr)}};
}

std::string event_text(const Event& event) {
  return one_line(fmt::format("  {}  {:<14} {}", event.at, event.kind, event.text));
}

}  // namespace ampsweep::rig::cli
