// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/rig_panel.hpp"

#include <imgui.h>

#include "rig/gui/panels/check_card.hpp"
#include "rig/gui/panels/wiring_card.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

void draw_choice(const Scene& scene, RigPanelState& state) {
  if (button("Open a rig...", "A TOML file that says what is wired")) {
    open_chooser(scene, state.chooser, scene.now.rig.file.path, ".toml");
  }
  if (const auto chosen =
          draw_file_chooser(scene, "Open a rig file", Choose::File, state.chooser)) {
    scene.send(LoadRig{*chosen});
  }
  ImGui::SameLine();
  if (button("Simulated bench", "A bundled rig that needs no hardware", !scene.busy())) {
    scene.send(TrySimulatedBench{});
  }
  ImGui::SameLine();
  bool simulate = scene.now.rig.simulate;
  ImGui::BeginDisabled(scene.busy() || !scene.now.rig.rig);
  if (ImGui::Checkbox("simulate its devices", &simulate)) scene.send(SimulateDevices{simulate});
  ImGui::EndDisabled();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) {
    tooltip("Tries plan and settings of this rig without touching a device");
  }
}

void draw_devices(const Scene& scene, RigPanelState& state) {
  if (!state.asked_devices) {
    scene.send(ListDevices{});
    state.asked_devices = true;
  }
  begin_card(scene.look, "Devices of this computer", {0.0F, 0.0F});
  ImGui::SameLine();
  if (button("Look again", "", !scene.busy(), "not while a session runs"))
    scene.send(ListDevices{});
  if (scene.now.devices) {
    for (const std::string& note : scene.now.devices->notes) dim_text(scene.look, note);
    for (const ListedDevice& device : scene.now.devices->devices) {
      ImGui::PushID(&device);
      if (button("Copy", "copies what the rig file should say")) {
        ImGui::SetClipboardText(device.rig_text.c_str());
      }
      ImGui::SameLine();
      ImGui::Text("%s: %s", device.kind.c_str(), device.name.c_str());
      dim_text(scene.look, device.rig_text + (device.detail.empty() ? "" : "  " + device.detail));
      ImGui::PopID();
    }
  }
  end_card();
}

/// Check and levels share a place: one is looked at a time.
void draw_wellness(const Scene& scene, RigPanelState& state) {
  ImGui::BeginChild("wellness", {0.0F, scene.look.px(370.0F)}, true);
  if (ImGui::BeginTabBar("wellness")) {
    if (ImGui::BeginTabItem("Is the bench well?")) {
      draw_check_card(scene);
      ImGui::EndTabItem();
    }
    if (ImGui::BeginTabItem("Levels in volts")) {
      draw_levels_card(scene, state.levels);
      ImGui::EndTabItem();
    }
    ImGui::EndTabBar();
  }
  ImGui::EndChild();
}

}  // namespace

void draw_rig_panel(const Scene& scene, RigPanelState& state) {
  draw_choice(scene, state);
  const float width = ImGui::GetContentRegionAvail().x;
  const float left = width * 0.58F;
  ImGui::BeginGroup();
  draw_wiring_card(scene, {left, scene.look.px(306.0F)});
  if (const auto saved =
          draw_file_editor(scene.look, "rig", scene.now.rig.file, state.editor, {left, 0.0F})) {
    scene.send(SaveRig{saved->path, saved->text});
  }
  ImGui::EndGroup();
  ImGui::SameLine();
  ImGui::BeginGroup();
  draw_wellness(scene, state);
  draw_devices(scene, state);
  ImGui::EndGroup();
}

}  // namespace ampsweep::rig::gui
