// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/follow_status.hpp"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <ostream>
#include <utility>

#include "rig/cli/progress_line.hpp"
#include "rig/cli/session_status.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/ledger.hpp"

namespace ampsweep::rig::cli {
namespace {

using namespace std::chrono_literals;
constexpr auto kLookEvery = 500ms;
/// A session that was killed changes no file: its lock is looked at now and then.
constexpr int kLooksAtTheLock = 10;

/// What changes whenever the ledger does.
using Stamp = std::pair<std::filesystem::file_time_type, std::uintmax_t>;
std::pair<Stamp, Stamp> stamp_of(const std::filesystem::path& dir) {
  const auto of = [](const std::filesystem::path& file) {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(file, error);
    return Stamp{time, std::filesystem::file_size(file, error)};
  };
  const std::string ledger = (dir / kLedgerFile).string();
  return {of(ledger), of(ledger + "-wal")};
}

/// False when a stop came.
bool pause(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock{mutex};
  never.wait_for(lock, stop, kLookEvery, [] { return false; });
  return !stop.stop_requested();
}

class Follower {
 public:
  Follower(const Shell& shell, std::string dir) : shell_(shell), dir_(std::move(dir)), line_(shell) {}

  int run() {
    auto seen = stamp_of(dir_);
    look();
    for (int looks = 1; status_.running; ++looks) {
      if (!pause(shell_.front.stop)) return kInterrupted;
      const auto now = stamp_of(dir_);
      if (now == seen && looks % kLooksAtTheLock != 0) continue;
      seen = now;
      look();
      if (!shell_.front.out) break;  // nobody reads any more
    }
    line_.finish();
    if (!shell_.json) shell_.front.out << status_text(status_) << std::endl;
    return status_.accepted == status_.total ? kOk : kGateFailed;
  }

 private:
  void look() {
    const Dataset dataset = open_dataset(dir_);
    status_ = status_of(dataset, dir_);
    Json events = Json::array();
    for (const Event& event : dataset.events) {
      if (event.id <= told_) continue;
      told_ = event.id;
      if (!shell_.json) tell(event_text(event));
      events.push_back({{"at", event.at}, {"kind", event.kind}, {"text", event.text}});
    }
    if (!shell_.json) {
      line_.show(status_.running ? "running" : "not running", status_.accepted, status_.total, "");
      return;
    }
    Json json = status_json(status_);
    if (json == shown_ && events.empty()) return;
    shown_ = json;
    json["events"] = std::move(events);
    shell_.front.out << compact_text(json) << std::endl;
  }

  void tell(const std::string& text) {
    line_.finish();
    shell_.front.out << text << std::endl;
  }

  const Shell& shell_;
  std::string dir_;
  ProgressLine line_;
  SessionStatus status_;
  Json shown_;
  int told_{0};  ///< Id of the newest event that was told.
};

}  // namespace

int follow_status(const Shell& shell, const std::string& dir) { return Follower{shell, dir}.run(); }

}  // namespace ampsweep::rig::cli
