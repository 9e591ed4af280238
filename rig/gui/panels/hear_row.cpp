// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/hear_row.hpp"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr const char* kHowToName =
    "jack:PORT,PORT or alsa:hw:NAME. There is no default: a default may be the amp. What the rig "
    "plays through is refused.";

void keep_monitor(const Scene& scene, const std::string& monitor) {
  Remembered changed = scene.now.remembered;
  changed.monitor = monitor;
  scene.send(Remember{changed});
}

void draw_monitor(const Scene& scene, HearRowState& state) {
  ImGui::SetNextItemWidth(scene.look.px(210.0F));
  ImGui::InputTextWithHint("##monitor", "monitor: jack:... or alsa:...", &state.monitor);
  if (ImGui::IsItemHovered()) tooltip(kHowToName);
  if (ImGui::IsItemDeactivatedAfterEdit()) keep_monitor(scene, state.monitor);
  ImGui::SameLine();
  if (!ImGui::BeginCombo("##devices", "", ImGuiComboFlags_NoPreview)) return;
  const auto known =
      scene.now.devices ? monitors_of(*scene.now.devices) : std::vector<std::string>{};
  if (known.empty()) dim_text(scene.look, "none listed: the Rig room looks for devices");
  for (const std::string& name : known) {
    if (!ImGui::Selectable(name.c_str(), name == state.monitor)) continue;
    state.monitor = name;
    keep_monitor(scene, name);
  }
  ImGui::EndCombo();
}

void draw_channel(const Scene& scene, HearRowState& state) {
  const Dataset& dataset = *scene.now.dataset.dataset;
  ImGui::SetNextItemWidth(scene.look.px(120.0F));
  if (!ImGui::BeginCombo("##what",
                         state.raw_channel.empty() ? "aligned take" : state.raw_channel.c_str())) {
    return;
  }
  if (ImGui::Selectable("aligned take", state.raw_channel.empty())) state.raw_channel.clear();
  for (const Channel& input : dataset.rig.audio.inputs) {
    if (ImGui::Selectable(input.name.c_str(), state.raw_channel == input.name)) {
      state.raw_channel = input.name;
    }
  }
  ImGui::EndCombo();
}

std::string why_not(const Scene& scene, const HearRowState& state) {
  if (scene.busy()) return "listening is off while a rig is armed";
  if (state.monitor.empty()) return "name a monitor first: Monitor...";
  return "";
}

}  // namespace

std::vector<std::string> monitors_of(const DeviceListing& devices) {
  std::vector<std::string> names;
  for (const ListedDevice& device : devices.devices) {
    const std::string& text = device.rig_text;
    const auto quote = text.find('"');
    const auto end = text.rfind('"');
    if (quote == std::string::npos || end <= quote) continue;
    const std::string inner = text.substr(quote + 1, end - quote - 1);
    // A port that takes sound in is where a monitor plays to.
    if (device.kind == "alsa") names.push_back("alsa:" + inner);
    if (device.kind == "jack input") names.push_back("jack:" + inner);
  }
  return names;
}

void draw_hear_row(const Scene& scene, int take, int attempt, HearRowState& state) {
  const auto& hearing = scene.now.hearing;
  if (hearing) {
    if (button("Stop", "ramps it down")) scene.send(StopPlaying{});
    ImGui::SameLine();
    ImGui::ProgressBar(
        static_cast<float>(hearing->length_s > 0.0 ? hearing->position_s / hearing->length_s : 0.0),
        {-1.0F, 0.0F},
        fmt::format("{}  {:.1f} of {:.1f} s", hearing->file, hearing->position_s, hearing->length_s)
            .c_str());
    return;
  }
  if (!state.taken_over) state.monitor = scene.now.remembered.monitor;
  state.taken_over = true;
  const std::string why = why_not(scene, state);
  if (button("Hear it", "plays it on the monitor", why.empty(), why)) {
    scene.send(PlayTake{take, attempt, state.raw_channel, static_cast<double>(state.gain_db)});
  }
  ImGui::SameLine();
  if (button("Monitor...", "what sounds, where, and how loud")) ImGui::OpenPopup("monitor");
  if (!ImGui::BeginPopup("monitor")) return;
  draw_channel(scene, state);
  draw_monitor(scene, state);
  ImGui::SetNextItemWidth(scene.look.px(210.0F));
  ImGui::SliderFloat("gain", &state.gain_db, -60.0F, 0.0F, "%.0f dB");
  ImGui::EndPopup();
}

}  // namespace ampsweep::rig::gui
