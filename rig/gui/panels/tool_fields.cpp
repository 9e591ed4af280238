// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/tool_fields.hpp"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "rig/gui/tools/tool.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kChooseWidth = 96.0F;

/// What an empty field says: what stands then, or what is wanted.
std::string field_hint(const OptionFacts& option) {
  if (!option.fallback.empty()) return option.fallback + " if left empty";
  if (option.offer == Offer::Files) return "path of a file";
  if (option.offer == Offer::Folders) return "path of a folder";
  if (option.number) return option.limits.empty() ? "a number" : option.limits;
  return option.value;
}

void draw_words(const OptionFacts& option, std::string& value) {
  const std::string preview = value.empty() ? field_hint(option) : value;
  ImGui::SetNextItemWidth(-1.0F);
  if (value.empty())
    ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetColorU32(ImGuiCol_TextDisabled));
  const bool open = ImGui::BeginCombo("##words", preview.c_str());
  if (value.empty()) ImGui::PopStyleColor();
  if (!open) return;
  if (ImGui::Selectable("(not given)", value.empty())) value.clear();
  for (const std::string& word : option.words) {
    if (ImGui::Selectable(word.c_str(), value == word)) value = word;
  }
  ImGui::EndCombo();
}

void draw_text_field(const OptionFacts& option, std::string& value, float right) {
  ImGui::SetNextItemWidth(right > 0.0F ? -right : -1.0F);
  ImGui::InputTextWithHint("##value", field_hint(option).c_str(), &value);
}

std::string start_of(const Scene& scene, const std::string& value, const PathChooser& chooser) {
  if (!value.empty()) return value;
  if (!chooser.last.empty()) return chooser.last;
  return scene.now.folder.path.empty() ? "" : scene.now.folder.path + '/';
}

void draw_path_field(const Scene& scene, const OptionFacts& option, std::string& value,
                     std::size_t number, PathChooser& chooser) {
  draw_text_field(option, value, scene.look.px(kChooseWidth));
  ImGui::SameLine();
  if (!button("Choose...", "Files dropped on the window come here too")) return;
  chooser.what = option.offer == Offer::Folders ? Choose::Folder : Choose::File;
  chooser.label = option_label(option);
  chooser.value = number;
  open_chooser(scene, chooser.dialog, start_of(scene, value, chooser));
}

void draw_value(const Scene& scene, const OptionFacts& option, Filled& filled, std::size_t number,
                PathChooser& chooser) {
  std::string& value = filled.values[number];
  switch (option.offer) {
    case Offer::Words:
      return draw_words(option, value);
    case Offer::Files:
    case Offer::Folders:
      return draw_path_field(scene, option, value, number, chooser);
    case Offer::Nothing:
      return draw_text_field(option, value, 0.0F);
  }
}

}  // namespace

void draw_tool_field(const Scene& scene, const OptionFacts& option, Filled& filled,
                     PathChooser& chooser) {
  if (option.values_most == 0) {
    ImGui::Checkbox("##on", &filled.on);
    return;
  }
  for (std::size_t i = 0; i < filled.values.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    draw_value(scene, option, filled, i, chooser);
    ImGui::PopID();
  }
  const bool full = static_cast<int>(filled.values.size()) >= option.values_most;
  if (!full && button("one more", "another field: this takes several values")) {
    filled.values.emplace_back();
  }
}

void draw_path_chooser(const Scene& scene, const CommandFacts& verb, VerbForm& form,
                       PathChooser& chooser) {
  const char* const title = chooser.what == Choose::Folder ? "Path of a folder" : "Path of a file";
  const auto chosen = draw_file_chooser(scene, title, chooser.what, chooser.dialog);
  if (!chosen) return;
  chooser.last = *chosen;
  const auto put = [&](const std::vector<OptionFacts>& options, std::vector<Filled>& fields) {
    for (std::size_t i = 0; i < options.size(); ++i) {
      if (option_label(options[i]) != chooser.label || chooser.value >= fields[i].values.size())
        continue;
      fields[i].values[chooser.value] = *chosen;
    }
  };
  put(verb.arguments, form.arguments);
  put(verb.options, form.options);
}

}  // namespace ampsweep::rig::gui
