// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/measure_panel.hpp"

#include <imgui.h>

#include "rig/gui/panels/measure_table.hpp"
#include "rig/gui/plot_look.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kListWidth = 270.0F;

void draw_figures(const Scene& scene, const PlotStyle& style, const MeasureOverlay& overlay) {
  if (overlay.shown.empty()) {
    dim_text(scene.look, "Nothing is overlaid: tick a measurement on the left.");
    return;
  }
  std::vector<const TakeMeasurement*> measured;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < overlay.shown.size(); ++i) {
    measured.push_back(overlay.settings[i]->figures.get());
    names.push_back(overlay.shown[i].name);
  }
  dim_text(scene.look, overlay.reference ? "In brackets: difference to the reference."
                                         : "Tick \"reference\" at one to see differences to it.");
  draw_measure_table(scene.look, style, "headlines",
                     headline_table(measured, names, overlay.reference));
}

void draw_knobs(const Scene& scene, const MeasureOverlay& overlay, MeasurePanelState& state) {
  if (state.knobs_of != overlay.shown) {
    state.knobs_of = overlay.shown;
    state.knobs = overlay.settings.empty() ? KnobTable{} : knob_table(overlay.settings);
  }
  if (overlay.settings.empty()) {
    dim_text(scene.look, "Nothing is overlaid: tick measurements on the left.");
    return;
  }
  draw_knob_effects(scene.look, state.knobs);
}

/// The list on the left, and room for what a tab shows on the right.
void begin_beside_list(const Scene& scene, const PlotStyle& style, MeasurePanelState& state) {
  ImGui::BeginChild("held", {scene.look.px(kListWidth), 0.0F}, true);
  draw_measure_held(scene, style, state.held);
  ImGui::EndChild();
  ImGui::SameLine();
  ImGui::BeginChild("shown");
}

template <class Draw>
void tab(const char* label, bool select, const Draw& draw) {
  const ImGuiTabItemFlags flags = select ? ImGuiTabItemFlags_SetSelected : ImGuiTabItemFlags_None;
  if (!ImGui::BeginTabItem(label, nullptr, flags)) return;
  draw();
  ImGui::EndTabItem();
}

}  // namespace

void draw_measure_panel(const Scene& scene, MeasurePanelState& state) {
  const bool select = state.show_figures;
  state.show_figures = take_arrivals(scene.now, state.held);
  const PlotStyle style = plot_style(scene.look);
  const MeasureOverlay overlay = overlay_of(scene.now, state.held);
  if (!ImGui::BeginTabBar("measure", ImGuiTabBarFlags_FittingPolicyResizeDown)) return;
  const auto beside = [&](const auto& draw) {
    begin_beside_list(scene, style, state);
    draw_measure_progress(scene);
    draw();
    ImGui::EndChild();
  };
  tab("Start", false, [&] { draw_measure_start(scene, state.start); });
  tab("Figures", select, [&] { beside([&] { draw_figures(scene, style, overlay); }); });
  for (const MeasureView view : kMeasureViews) {
    tab(to_string(view), false,
        [&] { beside([&] { draw_measure_view(scene, style, overlay, view, state.plots); }); });
  }
  tab("Knobs", false, [&] { beside([&] { draw_knobs(scene, overlay, state); }); });
  ImGui::EndTabBar();
}

}  // namespace ampsweep::rig::gui
