// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/measure_knobs.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "rig/gui/panels/measure_start.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kLabelWidth = 110.0F;
constexpr int kRowsShown = 6;

void draw_switch(const Look& look, const Knob& knob, double& value) {
  const auto last = static_cast<double>(knob.positions.size() - 1);
  const auto at = static_cast<std::size_t>(std::clamp(std::round(value), 0.0, last));
  ImGui::SetNextItemWidth(look.px(200.0F));
  if (!ImGui::BeginCombo("##position", knob.positions[at].c_str())) return;
  for (std::size_t i = 0; i < knob.positions.size(); ++i) {
    if (ImGui::Selectable(knob.positions[i].c_str(), i == at)) value = static_cast<double>(i);
  }
  ImGui::EndCombo();
}

void draw_travel(const Look& look, const Knob& knob, double& value) {
  double wanted = value;
  ImGui::SetNextItemWidth(look.px(260.0F));
  const bool slid = ImGui::SliderScalar("##slide", ImGuiDataType_Double, &wanted, &knob.minimum,
                                        &knob.maximum, "");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(look.px(80.0F));
  const bool typed = ImGui::InputDouble("##typed", &wanted, 0.0, 0.0, "%.4g");
  if (ImGui::IsItemHovered()) {
    tooltip(fmt::format("{:g} to {:g}", knob.minimum, knob.maximum));
  }
  if (slid || typed) value = snapped(knob, std::clamp(wanted, knob.minimum, knob.maximum));
}

}  // namespace

void draw_measure_knobs(const Scene& scene, Setting& setting) {
  const Rig& rig = *scene.now.rig.in_force;
  if (rig.knobs.empty()) {
    dim_text(scene.look, "This rig has no knobs: it is measured as it stands.");
    return;
  }
  if (button("As they stand", "where the knobs were last told to stand", !scene.now.knobs.empty(),
             "no knob was moved yet: their places are not known")) {
    setting = where_knobs_stand(scene.now);
  }
  ImGui::SameLine();
  if (button("Mid travel", "")) {
    for (const Knob& knob : rig.knobs) setting[knob.id] = snapped(knob, printed(knob, 0.5));
  }
  const int rows = std::min(kRowsShown, static_cast<int>(rig.knobs.size()));
  const float row = ImGui::GetFrameHeightWithSpacing();
  ImGui::BeginChild("knobs", {0.0F, row * static_cast<float>(rows) + scene.look.px(6.0F)});
  for (const Knob& knob : rig.knobs) {
    ImGui::PushID(knob.id.c_str());
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(knob.label.c_str());
    ImGui::SameLine(scene.look.px(kLabelWidth));
    double& value = setting[knob.id];
    if (knob.positions.empty()) {
      draw_travel(scene.look, knob, value);
    } else {
      draw_switch(scene.look, knob, value);
    }
    ImGui::PopID();
  }
  ImGui::EndChild();
}

}  // namespace ampsweep::rig::gui
