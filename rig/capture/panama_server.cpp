// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/panama_server.hpp"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace ampsweep::rig {
namespace {

using WantedNow = std::vector<std::pair<int, Setting>>;

/// False when a stop came.
bool waited(double seconds_long, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock{mutex};
  never.wait_for(lock, stop, std::chrono::duration<double>{seconds_long}, [] { return false; });
  return !stop.stop_requested();
}

WantedNow numbered(const std::vector<WantedPoint>& points) {
  WantedNow all;
  for (const WantedPoint& one : points) all.emplace_back(one.point.index, one.setting);
  return all;
}

class Server {
 public:
  Server(const PanamaDesk& desk, const PanamaServing& serving) : desk_(desk), serving_(serving) {}

  PanamaEnd run(const std::stop_token& stop) {
    check_panama_desk(desk_);
    bool waiting = false;
    while (serving_.rounds == 0 || end_.rounds < serving_.rounds) {
      const auto round = panama_round(desk_);
      const WantedNow missing =
          round ? numbered(missing_sounds(desk_, *round)) : WantedNow{};
      if (missing.empty() || missing == gave_up_on_) {
        if (serving_.wait && !std::exchange(waiting, true)) serving_.wait();
        end_.stopped = !waited(serving_.poll_s, stop);
        if (end_.stopped) return end_;
        continue;
      }
      waiting = false;
      serve(*round);
      if (end_.cut_short) return end_;
      ++end_.rounds;
    }
    return end_;
  }

 private:
  void serve(const PanamaRound& round) {
    PanamaTold told;
    told.points = static_cast<int>(round.wanted.size());
    hand_over(round, told);  // what an earlier session recorded and could not hand over
    auto missing = missing_sounds(desk_, round);
    if (!missing.empty()) {
      PanamaJob job = panama_job(desk_);
      const SessionSummary summary = serving_.record(job);
      hand_over(round, told);
      missing = missing_sounds(desk_, round);
      // Serving for good, takes that were given up are told; only a session's end ends it.
      const bool goes_on = serving_.rounds == 0 && !summary.ended_by;
      if (!summary.complete() && !goes_on) end_.cut_short = summary;
      if (!summary.complete() && goes_on) gave_up_on_ = numbered(missing);
    }
    for (const auto& [index, setting] : numbered(missing)) told.missing.push_back(index);
    told.other_input = other_input(desk_);
    serving_.tell(told);
  }

  void hand_over(const PanamaRound& round, PanamaTold& told) {
    for (const int index : deliver_sounds(desk_, round, missing_sounds(desk_, round))) {
      told.delivered.push_back(index);
    }
  }

  const PanamaDesk& desk_;
  const PanamaServing& serving_;
  PanamaEnd end_;
  WantedNow gave_up_on_;
};

}  // namespace

PanamaEnd serve_panama(const PanamaDesk& desk, const PanamaServing& serving,
                       const std::stop_token& stop) {
  return Server{desk, serving}.run(stop);
}

std::string told_text(const PanamaTold& told) {
  std::string text = fmt::format("{} of {} points delivered", told.delivered.size(), told.points);
  if (!told.missing.empty()) text += fmt::format(", {} are missing", told.missing.size());
  return text;
}

std::string input_warning(const PanamaDesk& desk, const PanamaTold& told) {
  if (told.other_input.empty()) return "";
  return "the trainer trains on " + told.other_input + ", but the takes belong to " +
         (desk.dataset / "input.wav").string() + ": make that its x_path";
}

}  // namespace ampsweep::rig
