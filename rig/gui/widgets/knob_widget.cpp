// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/widgets/knob_widget.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ampsweep::rig::gui {
namespace {

constexpr double kSweepDegrees = 300.0;
constexpr float kTravelPixels = 200.0F;  ///< Of the pointer, for the whole travel.
constexpr int kMarks = 11;

ImVec2 on_circle(ImVec2 centre, float radius, float angle) {
  return {centre.x + radius * std::sin(angle), centre.y - radius * std::cos(angle)};
}

/// ImGui counts angles clockwise from the right.
void arc(ImDrawList& list, ImVec2 centre, float radius, float from, float to, ImU32 colour,
         float thickness) {
  constexpr float kQuarter = std::numbers::pi_v<float> / 2.0F;
  list.PathArcTo(centre, radius, from - kQuarter, to - kQuarter, 48);
  list.PathStroke(colour, 0, thickness);
}

void draw_scale(ImDrawList& list, const Look& look, ImVec2 centre, float radius, const Knob& knob) {
  const ImU32 colour = ImGui::GetColorU32(look.colours->dim);
  const int marks = knob.positions.empty() ? kMarks : static_cast<int>(knob.positions.size());
  for (int i = 0; i < marks; ++i) {
    const float angle = knob_angle(marks > 1 ? static_cast<double>(i) / (marks - 1) : 0.0);
    list.AddLine(on_circle(centre, radius * 1.08F, angle), on_circle(centre, radius * 1.2F, angle),
                 colour, look.px(1.5F));
  }
}

void draw_face(ImDrawList& list, const Look& look, ImVec2 centre, float radius,
               const KnobFace& face, double shown) {
  const Palette& p = *look.colours;
  const bool live = face.enabled && face.known;
  list.AddCircleFilled(centre, radius, ImGui::GetColorU32(p.raised), 48);
  list.AddCircle(centre, radius, ImGui::GetColorU32(live ? p.accent : p.line), 48, look.px(2.0F));
  const double at = normalised(face.knob, shown);
  if (face.known && face.uncertainty > 0.0) {
    arc(list, centre, radius * 0.93F, knob_angle(at - face.uncertainty),
        knob_angle(at + face.uncertainty), ImGui::GetColorU32(p.warn), look.px(4.0F));
  }
  const float angle = knob_angle(at);
  list.AddLine(on_circle(centre, radius * 0.3F, angle), on_circle(centre, radius * 0.92F, angle),
               ImGui::GetColorU32(face.known ? p.text : p.dim), look.px(4.0F));
  if (face.read_back) {
    const float read = knob_angle(normalised(face.knob, *face.read_back));
    list.AddCircleFilled(on_circle(centre, radius * 1.02F, read), look.px(4.0F),
                         ImGui::GetColorU32(p.good));
  }
}

double step_of(const Knob& knob) {
  if (!knob.positions.empty()) return 1.0;
  return knob.resolution > 0.0 ? knob.resolution : (knob.maximum - knob.minimum) / 100.0;
}

/// Steps asked for by wheel and arrow keys.
int steps_asked() {
  const ImGuiIO& io = ImGui::GetIO();
  int steps = 0;
  if (ImGui::IsItemHovered()) steps += static_cast<int>(std::lround(io.MouseWheel));
  if (ImGui::IsItemFocused()) {
    const auto pressed = [&io](ImGuiKey_ key) { return ImGui::IsKeyPressed(io.KeyMap[key]); };
    if (pressed(ImGuiKey_UpArrow)) ++steps;
    if (pressed(ImGuiKey_DownArrow)) --steps;
    if (pressed(ImGuiKey_PageUp)) steps += 10;
    if (pressed(ImGuiKey_PageDown)) steps -= 10;
  }
  return steps;
}

}  // namespace

float knob_angle(double normalised) {
  const double degrees = (std::clamp(normalised, 0.0, 1.0) - 0.5) * kSweepDegrees;
  return static_cast<float>(degrees * std::numbers::pi / 180.0);
}

std::string printed_text(const Knob& knob, double printed) {
  const auto index = static_cast<std::size_t>(std::max(0L, std::lround(printed)));
  if (index < knob.positions.size()) return knob.positions[index];
  return fmt::format("{:.4g}", printed);
}

std::optional<double> draw_knob(const Look& look, const KnobFace& face, float radius) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const ImVec2 size{radius * 2.6F, radius * 2.6F};
  const ImVec2 centre{corner.x + size.x / 2.0F, corner.y + size.y / 2.0F};
  ImGui::BeginDisabled(!face.enabled);
  ImGui::InvisibleButton(face.knob.id.c_str(), size);
  ImGui::EndDisabled();

  // While it is dragged the value lives in ImGui's storage, under the knob's own id.
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID held = ImGui::GetID((face.knob.id + "/held").c_str());
  double shown = face.shown;
  std::optional<double> chosen;
  if (face.enabled && ImGui::IsItemActivated()) {
    storage.SetFloat(held, static_cast<float>(normalised(face.knob, face.shown)));
  }
  if (face.enabled && (ImGui::IsItemActive() || ImGui::IsItemDeactivated())) {
    const ImGuiIO& io = ImGui::GetIO();
    const float fine = io.KeyShift ? 0.1F : 1.0F;
    float at = storage.GetFloat(held);
    if (ImGui::IsItemActive()) at -= io.MouseDelta.y / (kTravelPixels * look.scale) * fine;
    at = std::clamp(at, 0.0F, 1.0F);
    storage.SetFloat(held, at);
    shown = snapped(face.knob, printed(face.knob, static_cast<double>(at)));
    if (ImGui::IsItemDeactivated() && shown != face.shown) chosen = shown;
  } else if (const int steps = face.enabled ? steps_asked() : 0; steps != 0) {
    shown = snapped(face.knob, std::clamp(face.shown + steps * step_of(face.knob),
                                          face.knob.minimum, face.knob.maximum));
    if (shown != face.shown) chosen = shown;
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_scale(list, look, centre, radius, face.knob);
  draw_face(list, look, centre, radius, face, shown);
  const std::string text = printed_text(face.knob, shown);
  const ImVec2 width = ImGui::CalcTextSize(text.c_str());
  list.AddText({centre.x - width.x / 2.0F, centre.y + radius * 1.02F},
               ImGui::GetColorU32(face.known ? look.colours->text : look.colours->dim),
               text.c_str());
  return chosen;
}

}  // namespace ampsweep::rig::gui
