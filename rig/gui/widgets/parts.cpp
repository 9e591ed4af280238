// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/widgets/parts.hpp"

#include <imgui.h>
#include <imgui_stdlib.h>

namespace ampsweep::rig::gui {

bool begin_card(const Look& look, const char* title, ImVec2 size) {
  const bool open = ImGui::BeginChild(title, size, true);
  ImGui::PushFont(look.fonts.title);
  ImGui::TextUnformatted(title);
  ImGui::PopFont();
  return open;
}

void end_card() { ImGui::EndChild(); }

void heading(const Look& look, const std::string& text) {
  ImGui::PushFont(look.fonts.title);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopFont();
}

void dim_text(const Look& look, const std::string& text) { coloured_text(look.colours->dim, text); }

void coloured_text(const ImVec4& colour, const std::string& text) {
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ImGui::PushTextWrapPos(0.0F);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
}

void field(const Look& look, const char* label, const std::string& value, float column) {
  const float left = ImGui::GetCursorPosX();
  ImGui::TextColored(look.colours->dim, "%s", label);
  ImGui::SameLine(left + look.px(column));
  ImGui::PushTextWrapPos(0.0F);
  ImGui::TextUnformatted(value.c_str());
  ImGui::PopTextWrapPos();
}

namespace {

/// Says what a button does, or why it does not.
void explain(const std::string& hint, bool enabled, const std::string& why_not) {
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
  const std::string& text = enabled || why_not.empty() ? hint : why_not;
  if (!text.empty()) tooltip(text);
}

bool press(const char* label, bool enabled, ImVec2 size) {
  ImGui::BeginDisabled(!enabled);
  const bool pressed = ImGui::Button(label, size);
  ImGui::EndDisabled();
  return pressed && enabled;
}

}  // namespace

void tooltip(const std::string& text) {
  constexpr float kLetters = 32.0F;  // wide
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(kLetters * ImGui::GetFontSize());
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

bool button(const char* label, const std::string& hint, bool enabled, const std::string& why_not,
            ImVec2 size) {
  const bool pressed = press(label, enabled, size);
  explain(hint, enabled, why_not);
  return pressed;
}

bool main_button(const Look& look, const char* label, const std::string& hint, bool enabled,
                 const std::string& why_not) {
  const Palette& p = *look.colours;
  ImGui::PushStyleColor(ImGuiCol_Button, p.accent);
  // Towards the text, away from its own letters: they stay readable under the pointer.
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, mixed(p.accent, p.text, 0.2F));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, mixed(p.accent, p.text, 0.4F));
  ImGui::PushStyleColor(ImGuiCol_Text, p.back);
  const bool pressed = press(label, enabled, {0.0F, 0.0F});
  ImGui::PopStyleColor(4);
  explain(hint, enabled, why_not);
  return pressed;
}

const char* symbol(Mark mark) {
  switch (mark) {
    case Mark::Good:
      return "\u2714";
    case Mark::Warn:
      return "\u25B2";
    case Mark::Bad:
      return "\u2716";
    case Mark::None:
      break;
  }
  return "\u25CB";
}

const ImVec4& colour(const Look& look, Mark mark) {
  switch (mark) {
    case Mark::Good:
      return look.colours->good;
    case Mark::Warn:
      return look.colours->warn;
    case Mark::Bad:
      return look.colours->bad;
    case Mark::None:
      break;
  }
  return look.colours->dim;
}

void mark_text(const Look& look, Mark mark, const std::string& text) {
  ImGui::TextColored(colour(look, mark), "%s", symbol(mark));
  ImGui::SameLine();
  ImGui::PushTextWrapPos(0.0F);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
}

void draw_problems(const Scene& scene, Room room) {
  for (const Problem& problem : scene.now.problems) {
    if (problem.room != room) continue;
    ImGui::PushID(problem.id);
    if (button("Dismiss", "hides this message; it stays in the Log")) {
      scene.send(DismissProblem{problem.id});
    }
    ImGui::SameLine();
    ImGui::BeginGroup();
    mark_text(scene.look, Mark::Bad, problem.text);
    if (!problem.way_out.empty()) dim_text(scene.look, "try: " + problem.way_out);
    ImGui::EndGroup();
    ImGui::PopID();
  }
}

bool begin_dialog(const Scene& scene, const char* title) {
  if (scene.covered) return false;
  ImGui::OpenPopup(title);
  ImGui::SetNextWindowPos(ImGui::GetMainViewport()->GetCenter(), ImGuiCond_Always, {0.5F, 0.5F});
  return ImGui::BeginPopupModal(title, nullptr, ImGuiWindowFlags_AlwaysAutoResize);
}

bool text_field(const char* label, std::string& text, float width) {
  if (width != 0.0F) ImGui::SetNextItemWidth(width);
  return ImGui::InputText(label, &text);
}

float lines_height(int lines) {
  return static_cast<float>(lines) * ImGui::GetTextLineHeightWithSpacing();
}

}  // namespace ampsweep::rig::gui
