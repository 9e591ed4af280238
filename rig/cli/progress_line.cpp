// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/progress_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::cli {
namespace {

using namespace std::chrono_literals;
constexpr auto kRedraw = 100ms;

}  // namespace

ProgressLine::~ProgressLine() { finish(); }

void ProgressLine::show(const std::string& doing, int done, int total, const std::string& what) {
  if (shell_.quiet) return;
  const auto now = std::chrono::steady_clock::now();
  count(now.time_since_epoch(), done, total);
  const int tenth = total > 0 ? 10 * done / total : 0;
  if (shell_.front.err_is_terminal) {
    if (now - drawn_ < kRedraw && done < total) return;
  } else {
    if (tenth == last_tenth_) return;
  }
  last_tenth_ = tenth;
  drawn_ = now;
  std::string left;
  const auto estimate = time_left_.estimate(now.time_since_epoch());
  if (estimate && done < total) left = ", " + readable_time(*estimate) + " left";
  draw(one_line(fmt::format("{} {}/{}{}  {}", doing, done, total, left, what)));
}

void ProgressLine::count(std::chrono::nanoseconds now, int done, int total) {
  if (counted_ < 0 || done < counted_) {
    time_left_.start(now, total - done);
    counted_ = done;
  }
  for (; counted_ < done; ++counted_) time_left_.finished_one(now);
}

void ProgressLine::draw(const std::string& text) {
  if (!shell_.front.err_is_terminal) {
    err_ << text << std::endl;
    return;
  }
  const std::string pad(width_ > text.size() ? width_ - text.size() : 0, ' ');
  err_ << '\r' << text << pad << std::flush;
  width_ = text.size();
}

void ProgressLine::say(const std::string& text) {
  if (shell_.quiet) return;
  finish();
  err_ << text << std::endl;
}

void ProgressLine::finish() {
  if (width_ > 0) err_ << '\r' << std::string(width_, ' ') << '\r' << std::flush;
  width_ = 0;
}

}  // namespace ampsweep::rig::cli
