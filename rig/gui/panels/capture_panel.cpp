// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/capture_panel.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include "rig/gui/panels/capture_live.hpp"
#include "rig/gui/panels/capture_state.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

/// A folder per plan; a second capture of the same plan wants a name of its own or Resume.
void suggest_folder(const Snapshot& now, CapturePanelState& state) {
  if (!now.plan.job || state.suggested == now.plan.job->plan.name) return;
  state.suggested = now.plan.job->plan.name;
  state.dir = now.remembered.out + "/" + state.suggested;
}

void draw_start(const Scene& scene, CapturePanelState& state) {
  const Snapshot& now = scene.now;
  suggest_folder(now, state);
  const bool jack = now.plan.job && now.plan.job->rig.audio.api == AudioApi::Jack;
  begin_card(scene.look, "Capture", {0.0F, scene.look.px(jack ? 206.0F : 172.0F)});
  if (!now.plan.job) {
    dim_text(scene.look, "Choose a plan in the Plan room first: it says what to capture.");
    end_card();
    return;
  }
  field(scene.look, "plan",
        fmt::format("{}: {} takes", now.plan.job->plan.name, now.plan.job->plan.takes.size()));
  text_field("dataset folder", state.dir, scene.look.px(560.0F));
  if (jack) {
    ImGui::Checkbox("freewheel (software amps only: as fast as the graph can)", &state.freewheel);
  }
  const bool can = !scene.busy() && !state.dir.empty();
  const char* const why = scene.busy() ? "something else is running" : "name a folder";
  if (main_button(scene.look, "Capture", "Starts a new dataset in this folder", can, why)) {
    scene.send(StartCapture{state.dir, false, state.freewheel});
  }
  ImGui::SameLine();
  if (button("Resume", "Goes on with the dataset in this folder: what is accepted stays", can,
             why)) {
    scene.send(StartCapture{state.dir, true, state.freewheel});
  }
  end_card();
}

void draw_end(const Scene& scene) {
  const auto& ended = scene.now.capture.ended;
  if (!ended) return;
  const bool stopped = ended->ended_by && ended->ended_by->code == FaultCode::Stopped;
  const Mark mark = ended->complete() ? Mark::Good : stopped ? Mark::Warn : Mark::Bad;
  mark_text(scene.look, mark,
            fmt::format("{}: {} of {} takes accepted, {} attempts refused.",
                        ended->complete() ? "Complete"
                        : stopped         ? "Stopped"
                                          : "Ended early",
                        ended->accepted, ended->takes_total, ended->refused_attempts));
  if (!ended->complete()) {
    ImGui::SameLine();
    if (button("Resume", "Goes on where it ended; the bench is armed again first", !scene.busy())) {
      scene.send(StartCapture{scene.now.capture.dir, true, false});
    }
  }
}

}  // namespace

void draw_capture_panel(const Scene& scene, CapturePanelState& state) {
  const bool serving = scene.now.activity == Activity::Serving;
  if (!scene.now.capture.running && !serving) draw_start(scene, state);
  if (!scene.now.capture.running) draw_serve_card(scene, state.serve);
  draw_end(scene);
  if (scene.now.capture.dir.empty()) return;
  if (scene.now.capture.running) draw_capture_state(scene);
  draw_capture_live(scene, state.live);
}

}  // namespace ampsweep::rig::gui
