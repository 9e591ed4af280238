// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/tools_panel.hpp"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "rig/gui/panels/tool_form.hpp"
#include "rig/gui/widgets/height_divider.hpp"
#include "rig/gui/widgets/parts.hpp"
#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kVerbsWidth = 250.0F;

void take_tools(const Scene& scene, ToolsPanelState& state) {
  if (state.of == scene.now.verbs) return;
  state.of = scene.now.verbs;
  state.tools = tools_of(*state.of);
  for (const Tool& tool : state.tools) state.forms[tool.facts.name] = empty_form(tool.facts);
}

/// Name and, dim, what it is for, in two lines that can be pressed.
bool draw_tool(const Look& look, const Tool& tool, bool chosen) {
  const float height = 2.0F * ImGui::GetTextLineHeight() + look.px(6.0F);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool pressed =
      ImGui::Selectable(("##" + tool.facts.name).c_str(), chosen, 0, {0.0F, height});
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", tool.facts.summary.c_str());
  const ImVec2 end = ImGui::GetItemRectMax();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::string below =
      tool.room ? fmt::format("in the room {}", to_string(*tool.room)) : tool.facts.summary;
  list.PushClipRect(at, end, true);
  list.AddText(at, ImGui::GetColorU32(tool.room ? look.colours->dim : look.colours->text),
               tool.facts.name.c_str());
  list.AddText({at.x + look.px(10.0F), at.y + ImGui::GetTextLineHeight() + look.px(3.0F)},
               ImGui::GetColorU32(look.colours->dim), below.c_str());
  list.PopClipRect();
  return pressed;
}

void draw_list(const Scene& scene, ToolsPanelState& state, Room& room) {
  ImGui::BeginChild("verbs", {scene.look.px(kVerbsWidth), 0.0F}, true);
  ImGui::SetNextItemWidth(-1.0F);
  ImGui::InputTextWithHint("##search", "search: hum, THD, align...", &state.search);
  ImGui::BeginChild("list", {0.0F, 0.0F});
  bool any = false;
  for (const bool here : {true, false}) {  // what is done elsewhere comes last
    for (const Tool& tool : state.tools) {
      if (tool.room.has_value() == here || !speaks_of(tool.facts, state.search)) continue;
      any = true;
      if (!draw_tool(scene.look, tool, tool.facts.name == state.chosen)) continue;
      if (tool.room) room = *tool.room;
      if (!tool.room) state.chosen = tool.facts.name;
    }
  }
  if (!any) dim_text(scene.look, "No verb speaks of that.");
  ImGui::EndChild();
  ImGui::EndChild();
}

void draw_run(const Scene& scene, const CommandFacts& verb, const VerbForm& form) {
  const auto faults = form_faults(verb, form);
  const auto args = form_args(verb, form);
  const std::string line = command_line(args);
  const bool running = scene.now.verb && scene.now.verb->running;
  const bool can = !running && faults.empty() && scene.now.question == std::nullopt;
  const ImGuiIO& io = ImGui::GetIO();
  const bool key = io.KeyCtrl && ImGui::IsKeyPressed(io.KeyMap[ImGuiKey_Enter], false);
  const bool pressed = main_button(scene.look, "Run", "Ctrl+Enter", can,
                                   running          ? "another verb is running"
                                   : faults.empty() ? ""
                                                    : faults.front().text);
  if (can && (pressed || key)) scene.send(RunVerb{args});
  ImGui::SameLine();
  if (button("Stop", "Ends the verb that runs, as Ctrl-C does", running, "nothing is running")) {
    scene.send(StopVerb{});
  }
  ImGui::SameLine();
  if (button("Copy command", "The line beside this, to type into a terminal")) {
    ImGui::SetClipboardText(line.c_str());
  }
  ImGui::SameLine();
  ImGui::PushFont(scene.look.fonts.mono);
  coloured_text(scene.look.colours->accent, one_line(line));
  ImGui::PopFont();
  if (!faults.empty()) dim_text(scene.look, "before it can run: " + faults.front().text);
}

void draw_chosen(const Scene& scene, ToolsPanelState& state, const Tool& tool) {
  VerbForm& form = state.forms[tool.facts.name];
  for (const std::string& path : state.dropped) put_path(tool.facts, form, path);
  state.dropped.clear();
  heading(scene.look, tool.facts.name);
  ImGui::SameLine();
  if (button("Clear form", "Empties every field")) form = empty_form(tool.facts);
  dim_text(scene.look, tool.facts.summary);
  const float height = ImGui::GetContentRegionAvail().y;
  ImGui::BeginChild("form", {0.0F, height * state.form_share}, true);
  draw_tool_form(scene, tool.facts, form, state.chooser);
  ImGui::EndChild();
  draw_path_chooser(scene, tool.facts, form, state.chooser);
  draw_run(scene, tool.facts, form);
  height_divider(scene.look, height, state.form_share);
  draw_tool_output(scene, state.output);
}

}  // namespace

void draw_tools_panel(const Scene& scene, ToolsPanelState& state, Room& room) {
  if (!scene.now.verbs) return;
  take_tools(scene, state);
  draw_list(scene, state, room);
  ImGui::SameLine();
  ImGui::BeginChild("tool", {0.0F, 0.0F});
  const auto chosen = std::find_if(state.tools.begin(), state.tools.end(), [&](const Tool& tool) {
    return tool.facts.name == state.chosen;
  });
  if (chosen != state.tools.end()) {
    draw_chosen(scene, state, *chosen);
  } else {
    heading(scene.look, "Everything else the command line does");
    dim_text(scene.look,
             "Choose a verb at the left. Its form is the command line's own description; what it "
             "would be in a terminal stands below the form. Those at the end of the list have a "
             "room of their own.");
  }
  ImGui::EndChild();
}

}  // namespace ampsweep::rig::gui
