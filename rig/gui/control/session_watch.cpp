// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/session_watch.hpp"

#include <utility>

#include "rig/gui/control/open_bench.hpp"

namespace ampsweep::rig::gui {
namespace {

using namespace std::chrono_literals;
constexpr auto kRedraw = 33ms;

}  // namespace

SessionWatch::SessionWatch(Board& board, const AudioPort& port, Room room,
                           std::function<void()> judged)
    : board_(board), port_(port), room_(room), judged_(std::move(judged)) {}

bool SessionWatch::due(const SessionSnapshot& now) {
  const auto time = std::chrono::steady_clock::now();
  const bool matters = now.state != state_ || !now.message.empty();
  if (!matters && time - shown_ < kRedraw) return false;
  shown_ = time;
  state_ = now.state;
  return true;
}

void SessionWatch::show(const SessionSnapshot& now) {
  if (now.state == SessionState::Judging && now.message.empty()) note_judged(now);
  if (!now.message.empty()) board_.log(room_, now.message);
  if (!due(now)) return;
  const auto time = std::chrono::steady_clock::now().time_since_epoch();
  if (counted_ < 0) {
    time_left_.start(time, now.takes_total - now.takes_done);
    counted_ = now.takes_done;
  }
  for (; counted_ < now.takes_done; ++counted_) time_left_.finished_one(time);
  const auto left = time_left_.estimate(time);
  auto scope = scope_of(port_);
  board_.update([&](Snapshot& board) {
    const std::string newest = now.message.empty() ? board.capture.now.message : now.message;
    board.capture.now = now;
    board.capture.now.message = newest;
    board.capture.left = left;
    board.live.meters = now.meters;
    board.live.scope = std::move(scope);
  });
}

void SessionWatch::note_judged(const SessionSnapshot& now) {
  if (!now.last_verdict || !now.last_measured) return;
  attempts_.push_back(
      {now.take, now.attempt, now.epoch, now.setting, *now.last_verdict, *now.last_measured});
  auto judged = std::make_shared<const std::vector<JudgedAttempt>>(attempts_);
  board_.update([&](Snapshot& board) { board.capture.judged = std::move(judged); });
  judged_();
}

}  // namespace ampsweep::rig::gui
