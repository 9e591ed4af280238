// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/capture_view.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "rig/cli/verdict_json.hpp"
#include "rig/dataset/json.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig::cli {
namespace {

/// "  in -18.2 -12.0 dBFS peak": what the inputs hear right now, in the rig file's order.
std::string levels(const Meters& meters) {
  std::string text;
  for (const float peak : meters.input_peak) {
    text += peak > 0.0F ? fmt::format(" {:.1f}", level_of_peak(static_cast<double>(peak)).value())
                        : std::string{" -inf"};
  }
  return text.empty() ? text : "  in" + text + " dBFS peak";
}

}  // namespace

CaptureView::CaptureView(const Shell& shell)
    : shell_(shell), err_(shell.front.err), line_(shell, err_) {}

void CaptureView::show(const SessionSnapshot& snapshot) {
  if (shell_.json) show_json(snapshot);
  show_text(snapshot);
}

void CaptureView::show_text(const SessionSnapshot& snapshot) {
  if (!snapshot.message.empty()) line_.say(snapshot.message);
  if (snapshot.state == SessionState::Finished || snapshot.state == SessionState::Stopped) return;
  line_.show(to_string(snapshot.state), snapshot.takes_done, snapshot.takes_total,
             fmt::format("take {} {:3.0f} %  {}{}", snapshot.take, 100.0 * snapshot.take_position,
                         snapshot.setting, levels(snapshot.meters)));
}

void CaptureView::show_json(const SessionSnapshot& snapshot) {
  Json json{{"schema", "ampsweep-capture-1"}};
  if (!snapshot.message.empty()) {
    json["event"] = "note";
    json["state"] = to_string(snapshot.state);
    json["text"] = snapshot.message;
  } else if (snapshot.state == SessionState::Judging && snapshot.last_verdict) {
    json["event"] = "take";
    json["take"] = snapshot.take;
    json["attempt"] = snapshot.attempt;
    json["epoch"] = snapshot.epoch;
    json["setting"] = snapshot.setting;
    json["takes_done"] = snapshot.takes_done;
    json["takes_total"] = snapshot.takes_total;
    json["verdict"] = verdict_json(*snapshot.last_verdict);
  } else {
    return;
  }
  shell_.front.out << compact_text(json) << std::endl;
}

void CaptureView::finish(const SessionSummary& summary, const std::string& dir) {
  line_.finish();
  if (shell_.json) {
    Json json{{"schema", "ampsweep-capture-1"},
              {"event", "summary"},
              {"dir", dir},
              {"takes_total", summary.takes_total},
              {"accepted", summary.accepted},
              {"refused_attempts", summary.refused_attempts},
              {"given_up", summary.given_up},
              {"complete", summary.complete()}};
    json["ended_by"] = summary.ended_by ? Json{{"code", to_string(summary.ended_by->code)},
                                               {"detail", summary.ended_by->detail}}
                                        : Json(nullptr);
    shell_.front.out << compact_text(json) << std::endl;
    return;
  }
  shell_.front.out << fmt::format("{}: {} of {} takes captured, {} attempts refused\n", dir,
                                  summary.accepted, summary.takes_total, summary.refused_attempts);
  explain_end(summary);
}

void CaptureView::explain_end(const SessionSummary& summary) {
  line_.finish();
  if (!summary.ended_by) return;
  err_ << "ampsweep: the session ended early: " << summary.ended_by->detail
       << "\n  try: mend the cause, then go on with --resume\n"
       << std::flush;
}

}  // namespace ampsweep::rig::cli
