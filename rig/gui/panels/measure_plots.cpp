// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/measure_plots.hpp"

#include <imgui.h>

#include <algorithm>
#include <cctype>

#include "rig/gui/panels/measure_table.hpp"
#include "rig/gui/plot_file.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kPlotShare = 0.62F;

/// Keeps what was chosen while it can be had.
std::string chosen(const std::vector<std::string>& names, const std::string& before) {
  const bool there = std::find(names.begin(), names.end(), before) != names.end();
  if (there || names.empty()) return before;
  return names.front();
}

void draw_choice(const Scene& scene, const std::vector<std::string>& names, std::string& which) {
  ImGui::SetNextItemWidth(scene.look.px(290.0F));
  if (!ImGui::BeginCombo("##which", which.c_str(), ImGuiComboFlags_HeightLarge)) return;
  for (const std::string& name : names) {
    if (ImGui::Selectable(name.c_str(), name == which)) which = name;
  }
  ImGui::EndCombo();
}

void draw_differences(const MeasureOverlay& overlay, bool& differences) {
  const bool can = overlay.reference && overlay.shown.size() > 1;
  ImGui::BeginDisabled(!can);
  ImGui::Checkbox("difference to reference", &differences);
  ImGui::EndDisabled();
  if (!can && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) {
    tooltip("overlay two settings or more and tick \"reference\" at one");
  }
}

void remake(const MeasureOverlay& overlay, const MeasureWish& wish, MeasurePlotState& state) {
  if (state.of == overlay.shown && state.wish == wish) return;
  state.of = overlay.shown;
  state.wish = wish;
  state.plot = compared(overlay.shown, wish);
  state.table = part_table(overlay.shown, wish);
}

}  // namespace

std::string plot_file_name(const MeasureWish& wish) {
  std::string name = std::string("measure-") + to_string(wish.view) + "-" + wish.which;
  if (wish.reference) name += "-difference";
  for (char& c : name) {
    const auto byte = static_cast<unsigned char>(c);
    c = std::isalnum(byte) != 0 ? static_cast<char>(std::tolower(byte)) : '-';
  }
  return name;
}

void draw_measure_view(const Scene& scene, const PlotStyle& style, const MeasureOverlay& overlay,
                       MeasureView view, MeasurePlotState& state) {
  if (overlay.shown.empty()) {
    dim_text(scene.look, "Nothing is overlaid: tick a measurement on the left.");
    return;
  }
  const auto names = choices(overlay.shown, view);
  std::string& which = state.which[view];
  which = chosen(names, which);
  if (!names.empty()) {
    draw_choice(scene, names, which);
    ImGui::SameLine();
    draw_differences(overlay, state.differences);
  }
  dim_text(scene.look, hint(view));
  MeasureWish wish{view, which, std::nullopt};
  if (state.differences && overlay.shown.size() > 1) wish.reference = overlay.reference;
  for (const std::string& line : refusals(overlay.shown, wish)) {
    mark_text(scene.look, Mark::Warn, line);
  }
  remake(overlay, wish, state);
  const bool any = std::any_of(state.plot.traces.begin(), state.plot.traces.end(),
                               [](const Trace& trace) { return trace.data != nullptr; });
  if (!any) return;
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float height = state.table.rows.empty() ? room.y : room.y * kPlotShare;
  PlotView& plot_view = state.views[std::string(to_string(view)) + which];
  draw_saved_plot(scene, to_string(view), state.plot, plot_view, {0.0F, height},
                  plot_file_name(wish));
  if (!state.table.rows.empty()) draw_measure_table(scene.look, style, "figures", state.table);
}

}  // namespace ampsweep::rig::gui
