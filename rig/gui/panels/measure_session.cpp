// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/measure_session.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include "rig/gui/widgets/parts.hpp"
#include "rig/plan/estimate.hpp"

namespace ampsweep::rig::gui {
namespace {

struct DirOf {
  std::string operator()(const StartMeasurement& command) const { return command.dir; }
  std::string operator()(const MeasureOverPlan& command) const { return command.dir; }
  template <class Other>
  std::string operator()(const Other&) const {
    return "";
  }
};

/// The same again, going on with what is there.
struct Resumed {
  BenchCommand operator()(StartMeasurement command) const {
    command.resume = true;
    return command;
  }
  BenchCommand operator()(MeasureOverPlan command) const {
    command.resume = true;
    return command;
  }
  template <class Other>
  BenchCommand operator()(Other command) const {
    return command;
  }
};

void draw_running(const Scene& scene) {
  const CaptureView& capture = scene.now.capture;
  const SessionSnapshot& now = capture.now;
  dim_text(scene.look, capture.dir);
  ImGui::PushFont(scene.look.fonts.large);
  ImGui::TextUnformatted(to_string(now.state));
  ImGui::PopFont();
  ImGui::Text("%d of %d takes", now.takes_done, now.takes_total);
  if (!now.setting.empty()) field(scene.look, "setting", now.setting);
  if (capture.left) field(scene.look, "left", readable_time(*capture.left));
  ImGui::ProgressBar(static_cast<float>(now.take_position), {-1.0F, scene.look.px(16.0F)}, "");
  if (!now.message.empty()) dim_text(scene.look, now.message);
  dim_text(scene.look, "Esc or STOP ramps the output down; what is measured stays.");
}

void draw_ended(const Scene& scene, const SessionSummary& ended, const BenchCommand& last) {
  const bool stopped = ended.ended_by && ended.ended_by->code == FaultCode::Stopped;
  const char* const how = ended.complete() ? "Complete" : stopped ? "Stopped" : "Ended early";
  mark_text(scene.look,
            ended.complete() ? Mark::Good
            : stopped        ? Mark::Warn
                             : Mark::Bad,
            fmt::format("{}: {} of {} takes accepted, {} attempts refused.", how, ended.accepted,
                        ended.takes_total, ended.refused_attempts));
  dim_text(scene.look, std::visit(DirOf{}, last));
  if (ended.complete()) {
    dim_text(scene.look,
             "Its takes are overlaid in the other tabs; measure/ in its folder has the "
             "figures as JSON.");
  } else if (button("Resume", "Goes on where it ended; the bench is armed again first",
                    !scene.busy(), "something else is running")) {
    scene.send(std::visit(Resumed{}, last));
  }
}

}  // namespace

void draw_measure_session(const Scene& scene, MeasureStartState& state) {
  const Snapshot& now = scene.now;
  if (now.activity == Activity::Measuring) return draw_running(scene);
  if (scene.now.reading.doing == "measuring") {
    dim_text(scene.look,
             fmt::format("working out take {} of {}", now.reading.done, now.reading.total));
  }
  if (state.last && now.capture.ended && now.capture.dir == std::visit(DirOf{}, *state.last)) {
    return draw_ended(scene, *now.capture.ended, *state.last);
  }
  dim_text(scene.look,
           "A measurement is a capture with another programme: the bench is armed and probed, the "
           "knobs are moved, the suite is played and recorded, and then measured from the files.");
  dim_text(scene.look, "quick: sweep, two tones, SMPTE pair, level ladder, idle noise.");
  dim_text(scene.look,
           "full: more tones and pairs, finer ladders at 110 and 1000 Hz, bursts, multisine.");
}

void draw_measure_progress(const Scene& scene) {
  const Snapshot& now = scene.now;
  if (now.activity == Activity::Measuring) {
    mark_text(scene.look, Mark::None,
              fmt::format("measuring: {} of {} takes, {}", now.capture.now.takes_done,
                          now.capture.now.takes_total, to_string(now.capture.now.state)));
  } else if (now.reading.doing == "measuring") {
    mark_text(scene.look, Mark::None,
              fmt::format("working out take {} of {}", now.reading.done, now.reading.total));
  }
}

}  // namespace ampsweep::rig::gui
