// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/serve_card.hpp"

#include <imgui.h>

#include <filesystem>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kServeFieldWidth = 560.0F;

/// The plan that is open, when it is one for a trainer, else a new folder's own name.
void suggest(const Snapshot& now, ServeCardState& state) {
  if (state.suggested == state.out) return;
  state.suggested = state.out;
  if (state.plan.empty()) state.plan = now.plan.file.path;
  const auto name = std::filesystem::path(state.out).filename().string();
  state.dir = now.remembered.out + "/" + (name.empty() ? "panama" : name);
}

void draw_waiting(const Scene& scene, const ServeCardState& state) {
  begin_card(scene.look, "Serving a trainer", {0.0F, scene.look.px(128.0F)});
  mark_text(scene.look, Mark::Good, "Waiting for the trainer's points. STOP ends it; nothing is lost.");
  field(scene.look, "trainer", state.out);
  field(scene.look, "dataset", state.dir);
  end_card();
}

std::string why_not(const Scene& scene, const ServeCardState& state) {
  if (scene.busy()) return "something else is running";
  if (state.out.empty()) return "name the trainer's output folder";
  if (state.plan.empty()) return "name a plan of kind \"panama\"";
  return state.dir.empty() ? "name a dataset folder" : "";
}

}  // namespace

void draw_serve_card(const Scene& scene, ServeCardState& state) {
  if (scene.now.activity == Activity::Serving) return draw_waiting(scene, state);
  if (!ImGui::CollapsingHeader("Serve a trainer (PANAMA)")) return;
  begin_card(scene.look, "The rig as the trainer's data collector",
             {0.0F, scene.look.px(236.0F)});
  dim_text(scene.look,
           "Waits for active_learning_inputs/new_points.json, turns the knobs to every point, "
           "records it and puts the sound beside it, round after round.");
  text_field("trainer's output folder", state.out, scene.look.px(kServeFieldWidth));
  if (!state.out.empty()) suggest(scene.now, state);
  text_field("plan of kind \"panama\"", state.plan, scene.look.px(kServeFieldWidth));
  text_field("dataset that grows##serve", state.dir, scene.look.px(kServeFieldWidth));
  ImGui::Checkbox("freewheel (software amps on JACK only)##serve", &state.freewheel);
  const std::string why = why_not(scene, state);
  if (main_button(scene.look, "Serve", "Goes on until STOP; the bench is armed at the first points",
                  why.empty(), why)) {
    scene.send(ServePanama{state.out, state.plan, state.dir, state.freewheel});
  }
  end_card();
}

}  // namespace ampsweep::rig::gui
