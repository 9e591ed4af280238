// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/widgets/file_editor.hpp"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

void take_newer(const EditedFile& file, FileEditorState& state) {
  if (state.version == file.version) return;
  const bool first = state.version < 0;
  const bool other_file = state.path != file.path;
  state.version = file.version;
  const bool edited = !first && !other_file && state.text != state.seen && !state.seen.empty();
  state.overtaken = edited && file.text != state.text && file.text != state.seen;
  if (edited && file.text != state.text) return;  // nobody loses what was typed
  state.path = file.path;
  state.text = file.text;
  state.seen = file.text;
}

}  // namespace

std::optional<SavedText> draw_file_editor(const Look& look, const char* id, const EditedFile& file,
                                          FileEditorState& state, ImVec2 size) {
  take_newer(file, state);
  ImGui::PushID(id);
  ImGui::BeginChild("editor", size, true);
  const bool changed = state.changed(file);
  text_field("##path", state.path, -look.px(180.0F));
  ImGui::SameLine();
  const ImGuiIO& io = ImGui::GetIO();
  const bool ctrl_s = io.KeyCtrl && ImGui::IsKeyPressed('S', false) &&
                      ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows);
  const bool can_save = changed || state.path != file.path;
  const bool pressed = button("Save", "Ctrl+S. Another path saves a copy under that name.",
                              can_save, "nothing was changed");
  ImGui::SameLine();
  if (button("Undo all", "takes the text from the disk again", changed)) {
    state.text = file.text;
    state.seen = file.text;
    state.overtaken = false;
  }
  if (state.overtaken) {
    mark_text(look, Mark::Warn,
              "The file was written meanwhile (a calibration, or another program): Undo all takes "
              "it, Save writes over it.");
  }
  if (!file.error.empty()) mark_text(look, Mark::Bad, file.error);
  ImGui::InputTextMultiline("##text", &state.text, {-1.0F, -1.0F},
                            ImGuiInputTextFlags_AllowTabInput);
  ImGui::EndChild();
  ImGui::PopID();
  if (!can_save || !(pressed || ctrl_s)) return std::nullopt;
  return SavedText{state.path, state.text};
}

}  // namespace ampsweep::rig::gui
