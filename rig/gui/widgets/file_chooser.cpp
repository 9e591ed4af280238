// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/widgets/file_chooser.hpp"

#include <imgui.h>

#include <filesystem>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

namespace fs = std::filesystem;

bool ends_with(const std::string& name, const std::string& ending) {
  return name.size() >= ending.size() &&
         name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
}

/// The listing of the newest folder; a click on a folder asks for that one.
void draw_entries(const Scene& scene, Choose what, FileChooserState& state) {
  const FolderView& folder = scene.now.folder;
  ImGui::BeginChild("entries", {scene.look.px(620.0F), scene.look.px(340.0F)}, true);
  if (!folder.error.empty()) mark_text(scene.look, Mark::Bad, folder.error);
  if (ImGui::Selectable("\u2191  one folder up")) {
    scene.send(ListFolder{fs::path(folder.path).parent_path().string()});
  }
  for (const auto& entry : folder.entries) {
    if (!entry.folder && (what == Choose::Folder || !ends_with(entry.name, state.ending))) continue;
    const std::string path = (fs::path(folder.path) / entry.name).string();
    if (!ImGui::Selectable((entry.name + (entry.folder ? "/" : "")).c_str(), state.typed == path)) {
      continue;
    }
    state.typed = path;
    if (entry.folder) scene.send(ListFolder{path});
  }
  ImGui::EndChild();
}

}  // namespace

void open_chooser(const Scene& scene, FileChooserState& state, const std::string& start,
                  const std::string& ending) {
  state.open = true;
  state.typed = start;
  state.ending = ending;
  scene.send(ListFolder{start.empty() ? "" : fs::path(start).parent_path().string()});
}

std::optional<std::string> draw_file_chooser(const Scene& scene, const char* title, Choose what,
                                             FileChooserState& state) {
  if (!state.open) return std::nullopt;
  if (!begin_dialog(scene, title)) return std::nullopt;
  std::optional<std::string> chosen;
  dim_text(scene.look, scene.now.folder.path);
  draw_entries(scene, what, state);
  text_field("##path", state.typed, scene.look.px(620.0F));
  if (main_button(scene.look, "Choose", "", !state.typed.empty(), "click on one, or type a path")) {
    chosen = state.typed;
  }
  ImGui::SameLine();
  if (chosen || button("Cancel", "")) {
    state.open = false;
    ImGui::CloseCurrentPopup();
  }
  ImGui::EndPopup();
  return chosen;
}

}  // namespace ampsweep::rig::gui
