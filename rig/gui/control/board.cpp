// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/board.hpp"

#include <algorithm>
#include <utility>

#include "rig/dataset/utc_time.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr std::size_t kMostLogLines = 5000;

}  // namespace

std::shared_ptr<const Snapshot> Board::newest() const {
  const std::scoped_lock lock{mutex_};
  return newest_;
}

void Board::update(const std::function<void(Snapshot&)>& change) {
  const std::scoped_lock lock{mutex_};
  auto next = std::make_shared<Snapshot>(*newest_);
  change(*next);
  newest_ = std::move(next);
}

void Board::add_log(Snapshot& now, Room room, const std::string& text) const {
  auto lines = now.log ? *now.log : std::vector<LogLine>{};
  if (lines.size() >= kMostLogLines) {
    lines.erase(lines.begin(), lines.begin() + kMostLogLines / 10);
  }
  lines.push_back({utc_now(), room, text});
  now.log = std::make_shared<const std::vector<LogLine>>(std::move(lines));
}

void Board::log(Room room, const std::string& text) {
  update([&](Snapshot& now) { add_log(now, room, text); });
}

void Board::problem(Room room, const std::string& text, const std::string& way_out) {
  update([&](Snapshot& now) {
    const bool known = std::any_of(now.problems.begin(), now.problems.end(), [&](const auto& old) {
      return old.room == room && old.text == text;
    });
    if (!known) now.problems.push_back({++problems_, room, text, way_out});
    add_log(now, room, way_out.empty() ? text : text + " (try: " + way_out + ")");
  });
}

void Board::clear_problems(Room room) {
  update([&](Snapshot& now) {
    std::erase_if(now.problems, [room](const Problem& problem) { return problem.room == room; });
  });
}

}  // namespace ampsweep::rig::gui
