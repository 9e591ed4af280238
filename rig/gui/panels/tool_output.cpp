// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/tool_output.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "rig/gui/tools/verb_form.hpp"
#include "rig/gui/widgets/parts.hpp"
#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::gui {
namespace {

void draw_ending(const Look& look, const VerbView& verb) {
  if (verb.stopping) {
    mark_text(look, Mark::Warn,
              fmt::format("stopping {} after {} s: it ends where it can", verb_name(verb),
                          verb.took.count()));
  } else if (verb.running) {
    mark_text(look, Mark::None,
              fmt::format("running {}, {} s", verb_name(verb), verb.took.count()));
  } else if (!verb.exit_code) {
    mark_text(look, Mark::Bad, "it broke off, see above");
  } else {
    const int code = *verb.exit_code;
    mark_text(look,
              code == 0                  ? Mark::Good
              : code == 1 || code == 130 ? Mark::Warn
                                         : Mark::Bad,
              fmt::format("{}: exit code {}, {}", verb_name(verb), code, exit_meaning(code)));
  }
}

std::string save_path(const Snapshot& now, const VerbView& verb) {
  return now.remembered.out + "/tools/" + output_file_name(verb);
}

/// Written when the file worker says so in the log.
bool is_saved(const Snapshot& now, const std::string& path) {
  return now.log && std::any_of(now.log->rbegin(), now.log->rend(),
                                [&](const LogLine& line) { return line.text == "saved " + path; });
}

void draw_output_buttons(const Scene& scene, const VerbView& verb) {
  const bool printed = !verb.out.empty() || !verb.err.empty();
  if (button("Copy output", "All of it as text, to the clipboard", printed,
             "nothing was printed")) {
    ImGui::SetClipboardText(output_text(verb).c_str());
  }
  ImGui::SameLine();
  const std::string path = save_path(scene.now, verb);
  const bool can = !verb.running && !verb.out.empty();
  if (button("Save output", "Writes the result to " + path, can,
             verb.running ? "it is not complete yet" : "there is no result to save")) {
    scene.send(SaveText{path, verb.out});
  }
}

void take_lines(const std::shared_ptr<const VerbView>& verb, std::size_t columns,
                ToolOutputState& state) {
  if (state.of == verb && state.columns == columns) return;
  state.of = verb;
  state.columns = columns;
  state.lines = output_lines(*verb, columns);
  state.longest = 0;
  for (const OutputLine& line : state.lines) {
    state.longest = std::max(state.longest, line.text.size());
  }
}

void draw_output_lines(const Scene& scene, ToolOutputState& state) {
  ImGui::PushFont(scene.look.fonts.mono);
  const float letter = ImGui::CalcTextSize("0").x;
  const float room = ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ScrollbarSize -
                     2.0F * ImGui::GetStyle().WindowPadding.x;
  take_lines(scene.now.verb, static_cast<std::size_t>(std::max(20.0F, room / letter)), state);
  ImGui::SetNextWindowContentSize({letter * static_cast<float>(state.longest), 0.0F});
  ImGui::BeginChild("output", {0.0F, 0.0F}, true, ImGuiWindowFlags_HorizontalScrollbar);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, scene.look.px(2.0F)});
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(state.lines.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const OutputLine& line = state.lines[static_cast<std::size_t>(i)];
      const Palette& colours = *scene.look.colours;
      ImGui::PushStyleColor(ImGuiCol_Text, line.talk ? colours.dim : colours.text);
      ImGui::TextUnformatted(line.text.c_str(), line.text.c_str() + line.text.size());
      ImGui::PopStyleColor();
    }
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
  ImGui::PopFont();
}

}  // namespace

void draw_tool_output(const Scene& scene, ToolOutputState& state) {
  if (!scene.now.verb) {
    dim_text(scene.look, "What the verb prints is shown here. Nothing was run yet.");
    return;
  }
  const VerbView& verb = *scene.now.verb;
  draw_output_buttons(scene, verb);
  ImGui::SameLine();
  draw_ending(scene.look, verb);
  if (ImGui::IsItemHovered()) {
    ImGui::SetTooltip("%s", one_line(command_line(verb.args)).c_str());
  }
  const std::string path = save_path(scene.now, verb);
  if (is_saved(scene.now, path)) dim_text(scene.look, "saved as " + path);
  draw_output_lines(scene, state);
}

}  // namespace ampsweep::rig::gui
