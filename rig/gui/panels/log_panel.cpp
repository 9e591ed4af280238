// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/log_panel.hpp"

#include <imgui.h>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

std::string as_text(const std::vector<LogLine>& lines) {
  std::string text;
  for (const LogLine& line : lines) {
    text += line.at + "  " + to_string(line.room) + "  " + line.text + "\n";
  }
  return text;
}

void draw_line(const Look& look, const LogLine& line) {
  ImGui::TextColored(look.colours->dim, "%s", line.at.c_str());
  ImGui::SameLine(look.px(210.0F));
  ImGui::TextColored(look.colours->accent, "%s", to_string(line.room));
  ImGui::SameLine(look.px(290.0F));
  ImGui::PushTextWrapPos(0.0F);
  ImGui::TextUnformatted(line.text.c_str());
  ImGui::PopTextWrapPos();
}

}  // namespace

void draw_log_panel(const Scene& scene, LogPanelState& state) {
  static const std::vector<LogLine> kNone;
  const auto& lines = scene.now.log ? *scene.now.log : kNone;
  text_field("filter", state.filter, scene.look.px(300.0F));
  ImGui::SameLine();
  if (button("Copy all", "the whole log as text, to the clipboard", !lines.empty())) {
    ImGui::SetClipboardText(as_text(lines).c_str());
  }
  ImGui::BeginChild("lines", {0.0F, 0.0F}, true);
  if (lines.empty()) dim_text(scene.look, "Nothing has happened yet.");
  for (const LogLine& line : lines) {
    if (!state.filter.empty() && line.text.find(state.filter) == std::string::npos) continue;
    draw_line(scene.look, line);
  }
  if (ImGui::GetScrollY() >= ImGui::GetScrollMaxY()) ImGui::SetScrollHereY(1.0F);
  ImGui::EndChild();
}

}  // namespace ampsweep::rig::gui
