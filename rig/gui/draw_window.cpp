// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/draw_window.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "rig/gui/panels/bar.hpp"
#include "rig/gui/panels/first_start.hpp"
#include "rig/gui/panels/question_dialog.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kRoomsWidth = 150.0F;
constexpr float kStatusHeight = 30.0F;

bool has_problem(const Snapshot& now, Room room) {
  return std::any_of(now.problems.begin(), now.problems.end(),
                     [room](const Problem& problem) { return problem.room == room; });
}

void draw_rooms(const Scene& scene, UiState& state) {
  const Look& look = scene.look;
  ImGui::BeginChild("rooms", {look.px(kRoomsWidth), -look.px(kStatusHeight)}, true);
  int number = 0;
  for (const Room room : kRooms) {
    ++number;
    const bool bad = has_problem(scene.now, room);
    if (bad) ImGui::PushStyleColor(ImGuiCol_Text, look.colours->bad);
    const std::string label = fmt::format("{}{}", to_string(room), bad ? "  \u2716" : "");
    if (ImGui::Selectable((label + "##" + to_string(room)).c_str(), state.room == room, 0,
                          {0.0F, look.px(30.0F)})) {
      state.room = room;
    }
    if (bad) ImGui::PopStyleColor();
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("Ctrl+%d", number);
  }
  ImGui::EndChild();
}

void draw_room(const Scene& scene, UiState& state) {
  draw_problems(scene, state.room);
  switch (state.room) {
    case Room::Rig:
      return draw_rig_panel(scene, state.rig);
    case Room::Knobs:
      return draw_knobs_panel(scene, state.knobs);
    case Room::Signal:
      return draw_signal_panel(scene, state.signal);
    case Room::Plan:
      return draw_plan_panel(scene, state.plan);
    case Room::Capture:
      return draw_capture_panel(scene, state.capture);
    case Room::Measure:
      return draw_measure_panel(scene, state.measure);
    case Room::Dataset:
      return draw_dataset_panel(scene, state.dataset);
    case Room::Log:
      return draw_log_panel(scene, state.log);
    case Room::Tools:
      return draw_tools_panel(scene, state.tools, state.room);
  }
}

std::string file_name(const std::string& path) {
  return path.empty() ? "none" : std::filesystem::path(path).filename().string();
}

void change_scale(const Scene& scene, double scale) {
  Remembered changed = scene.now.remembered;
  changed.scale = scale <= 0.0 ? 0.0 : std::clamp(scale, 1.0, 3.0);
  scene.send(Remember{changed});
}

/// GLFW's codes of '=', '-' and '0' are their letters.
void scale_by_key(const Scene& scene) {
  constexpr double kStep = 1.125;
  if (!ImGui::GetIO().KeyCtrl) return;
  const auto scale = static_cast<double>(scene.look.scale);
  if (ImGui::IsKeyPressed('=', false)) change_scale(scene, scale * kStep);
  if (ImGui::IsKeyPressed('-', false)) change_scale(scene, scale / kStep);
  if (ImGui::IsKeyPressed('0', false)) change_scale(scene, 0.0);
}

void draw_theme_switch(const Scene& scene) {
  const bool dark = scene.now.remembered.dark;
  ImGui::SameLine(ImGui::GetWindowWidth() - scene.look.px(80.0F));
  if (ImGui::SmallButton(dark ? "light" : "dark")) {
    Remembered changed = scene.now.remembered;
    changed.dark = !dark;
    scene.send(Remember{changed});
  }
}

void draw_status(const Scene& scene) {
  const Snapshot& now = scene.now;
  std::string text = "rig " + file_name(now.rig.file.path);
  if (now.rig.simulate) text += " (devices simulated)";
  text += "   plan " + file_name(now.plan.file.path);
  if (now.dataset.dataset) text += "   dataset " + now.dataset.dataset->dir.string();
  if (!now.reading.doing.empty()) {
    text += fmt::format("   {} {}/{}", now.reading.doing, now.reading.done, now.reading.total);
  }
  dim_text(scene.look, text);
  draw_theme_switch(scene);
}

void change_room_by_key(UiState& state) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!io.KeyCtrl) return;
  for (std::size_t i = 0; i < kRooms.size(); ++i) {
    if (ImGui::IsKeyPressed('1' + static_cast<int>(i))) state.room = kRooms.at(i);
  }
  const auto at = static_cast<std::size_t>(state.room);
  if (ImGui::IsKeyPressed(io.KeyMap[ImGuiKey_PageDown])) {
    state.room = kRooms.at((at + 1) % kRooms.size());
  }
  if (ImGui::IsKeyPressed(io.KeyMap[ImGuiKey_PageUp])) {
    state.room = kRooms.at((at + kRooms.size() - 1) % kRooms.size());
  }
}

void draw_closing(const Scene& scene, UiState& state) {
  if (!state.closing) return;
  if (!scene.busy()) {
    state.close = true;
    return;
  }
  if (!begin_dialog(scene, "Close Ampsweep?")) return;
  ImGui::TextUnformatted("A session is running. Closing stops it: the output is ramped down and");
  ImGui::TextUnformatted("what is captured stays; Resume goes on with it later.");
  if (button("Stop the session and close", "")) {
    scene.send(Stop{});
    state.close = true;
    ImGui::CloseCurrentPopup();
  }
  ImGui::SameLine();
  if (main_button(scene.look, "Keep capturing", "")) {
    state.closing = false;
    ImGui::CloseCurrentPopup();
  }
  ImGui::EndPopup();
}

}  // namespace

void draw_window(const Scene& scene, UiState& state) {
  Scene inside = scene;  // of the room
  inside.covered = state.closing || scene.now.question.has_value();
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport.Pos);
  ImGui::SetNextWindowSize(viewport.Size);
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                      ImGuiWindowFlags_NoBringToFrontOnFocus |
                                      ImGuiWindowFlags_NoSavedSettings;
  ImGui::Begin("Ampsweep", nullptr, kFlags);
  change_room_by_key(state);
  scale_by_key(scene);
  draw_bar(scene, state.room);
  draw_rooms(scene, state);
  ImGui::SameLine();
  ImGui::BeginChild("room", {0.0F, -scene.look.px(kStatusHeight)}, false,
                    ImGuiWindowFlags_AlwaysUseWindowPadding);
  if (scene.now.first_start && state.room == Room::Rig) {
    draw_first_start(inside, state.room);
  } else {
    draw_room(inside, state);
  }
  ImGui::EndChild();
  draw_status(scene);
  if (state.closing) {
    draw_closing(scene, state);  // two dialogs would push each other off the screen
  } else {
    draw_question(scene, state.question);
  }
  ImGui::End();
}

}  // namespace ampsweep::rig::gui
