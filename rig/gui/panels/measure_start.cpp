// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/measure_start.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "rig/gui/panels/measure_knobs.hpp"
#include "rig/gui/panels/measure_session.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr int kMostRepeats = 1000;
constexpr double kSoftest = -60.0;

/// A new folder is looked for whenever the last one may have been used.
void suggest_folder(const Scene& scene, MeasureStartState& state) {
  const Snapshot& now = scene.now;
  const std::string key = fmt::format("{}|{}|{}|{}", now.remembered.out, now.rig.in_force->name,
                                      now.capture.dir, now.capture.running);
  if (state.asked_for != key) {
    state.asked_for = key;
    scene.send(NameMeasurement{});
  }
  if (now.free_measure_dir == state.suggested) return;
  // What the person typed stays until it was used.
  const bool typed = !state.dir.empty() && state.dir != state.suggested;
  if (!typed || state.dir == now.capture.dir) state.dir = now.free_measure_dir;
  state.suggested = now.free_measure_dir;
}

void take_rig(const Snapshot& now, MeasureStartState& state) {
  if (state.rig_hash == now.rig.in_force->hash) return;
  state.rig_hash = now.rig.in_force->hash;
  state.setting = where_knobs_stand(now);
}

void draw_what(const Scene& scene, MeasureStartState& state) {
  int suite = state.full ? 1 : 0;
  ImGui::RadioButton("quick suite: half a minute", &suite, 0);
  ImGui::SameLine();
  ImGui::RadioButton("full suite: two minutes", &suite, 1);
  state.full = suite == 1;
  if (ImGui::IsItemHovered()) {
    tooltip("more tones and pairs, finer ladders at 110 and 1000 Hz, bursts, multisine");
  }
  ImGui::SetNextItemWidth(scene.look.px(200.0F));
  ImGui::SliderFloat("level, dBFS peak", &state.level_dbfs_peak, kSoftest, 0.0F, "%.1f",
                     ImGuiSliderFlags_AlwaysClamp);
  if (ImGui::IsItemHovered()) {
    tooltip("of sweep and tones, and the top of the ladder; Ctrl+click to type");
  }
  ImGui::BeginDisabled(state.over_plan);
  ImGui::SetNextItemWidth(scene.look.px(200.0F));
  ImGui::InputInt("takes of the setting", &state.repeat);
  ImGui::EndDisabled();
  state.repeat = std::clamp(state.repeat, 1, kMostRepeats);
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) {
    tooltip(state.over_plan ? "the plan says how often"
                            : "more than one shows how the amp warms up; 4 and more give a "
                              "verdict");
  }
  if (scene.now.rig.in_force->audio.api == AudioApi::Jack) {
    ImGui::Checkbox("freewheel (software amps only: as fast as the graph can)", &state.freewheel);
  }
}

void draw_where(const Scene& scene, MeasureStartState& state) {
  const auto& job = scene.now.plan.job;
  int over = state.over_plan && job ? 1 : 0;
  ImGui::RadioButton("one setting", &over, 0);
  ImGui::SameLine();
  ImGui::BeginDisabled(!job);
  ImGui::RadioButton(job ? fmt::format("every setting of plan {} ({} takes)###over", job->plan.name,
                                       job->plan.takes.size())
                               .c_str()
                         : "every setting of a plan###over",
                     &over, 1);
  ImGui::EndDisabled();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) {
    tooltip(job ? "tells what each knob does: dead, reversed and coarse ones"
                : "choose a plan in the Plan room first");
  }
  state.over_plan = over == 1;
  if (!state.over_plan) draw_measure_knobs(scene, state.setting);
}

void draw_go(const Scene& scene, MeasureStartState& state) {
  text_field("folder", state.dir, scene.look.px(460.0F));
  const bool can = !scene.busy() && !state.dir.empty();
  if (main_button(scene.look, "Start measuring",
                  "Moves the knobs, plays the suite, measures what returns", can,
                  scene.busy() ? "something else is running" : "name a folder")) {
    state.last = measurement_wished(state);
    scene.send(*state.last);
  }
}

}  // namespace

Setting where_knobs_stand(const Snapshot& now) {
  Setting setting;
  if (!now.rig.in_force) return setting;
  for (const Knob& knob : now.rig.in_force->knobs) {
    const auto known = now.knobs.find(knob.id);
    setting[knob.id] =
        known != now.knobs.end() ? known->second.printed : snapped(knob, printed(knob, 0.5));
  }
  return setting;
}

BenchCommand measurement_wished(const MeasureStartState& state) {
  const auto suite = state.full ? signals::Suite::Full : signals::Suite::Quick;
  const double level = std::clamp(static_cast<double>(state.level_dbfs_peak), kSoftest, 0.0);
  if (state.over_plan) return MeasureOverPlan{state.dir, suite, level, false, state.freewheel};
  return StartMeasurement{state.dir,    state.setting, suite,          level,
                          state.repeat, false,         state.freewheel};
}

void draw_measure_start(const Scene& scene, MeasureStartState& state) {
  if (!scene.now.rig.in_force) {
    dim_text(scene.look, "Choose a rig in the Rig room first: it says what is measured.");
    return;
  }
  take_rig(scene.now, state);
  suggest_folder(scene, state);
  const float width = ImGui::GetContentRegionAvail().x;
  begin_card(scene.look, "Measure a setting", {width * 0.56F, 0.0F});
  draw_where(scene, state);
  ImGui::Separator();
  draw_what(scene, state);
  ImGui::Separator();
  draw_go(scene, state);
  end_card();
  ImGui::SameLine();
  begin_card(scene.look, "Measurement");
  draw_measure_session(scene, state);
  end_card();
}

}  // namespace ampsweep::rig::gui
