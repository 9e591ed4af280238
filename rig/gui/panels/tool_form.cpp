// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/tool_form.hpp"

#include <imgui.h>

#include "rig/gui/tools/tool.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kOptionWidth = 170.0F;
constexpr float kFieldWidth = 310.0F;

/// All that is known of one row, for whoever points at its name.
void draw_tooltip(const OptionFacts& option) {
  std::string text = joined(option.names, ", ");
  text += (text.empty() ? option.argument : "") + (option.value.empty() ? "" : ' ' + option.value);
  text += '\n' + option.help;
  if (!option.limits.empty()) text += "\nvalues: " + option.limits;
  if (!option.fallback.empty()) text += "\nif left empty: " + option.fallback;
  if (!option.needs.empty()) text += "\nneeds " + joined(option.needs, ", ");
  if (!option.excludes.empty()) text += "\nnot with " + joined(option.excludes, ", ");
  ImGui::SetTooltip("%s", text.c_str());
}

void draw_name(const Look& look, const OptionFacts& option) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(option_label(option).c_str());
  const bool hovered = ImGui::IsItemHovered();
  if (option.required) {
    ImGui::SameLine(0.0F, look.px(4.0F));
    ImGui::TextColored(look.colours->accent, "needed");
  }
  if (hovered) draw_tooltip(option);
}

void draw_row_faults(const Look& look, const OptionFacts& option,
                     const std::vector<FormFault>& faults) {
  for (const FormFault& fault : faults) {
    if (fault.label != option_label(option) || fault.missing) continue;
    mark_text(look, Mark::Bad, fault.text);
  }
}

struct FormParts {
  const Scene& scene;
  const CommandFacts& verb;
  VerbForm& form;
  const std::vector<FormFault>& faults;
  PathChooser& chooser;
};

void draw_option_row(const FormParts& parts, const OptionFacts& option, Filled& filled) {
  const Look& look = parts.scene.look;
  const std::string other = is_given(filled) ? "" : excluded_by(parts.verb, parts.form, option);
  ImGui::PushID(option_label(option).c_str());
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  draw_name(look, option);
  ImGui::TableNextColumn();
  ImGui::BeginDisabled(!other.empty());
  draw_tool_field(parts.scene, option, filled, parts.chooser);
  ImGui::EndDisabled();
  draw_row_faults(look, option, parts.faults);
  ImGui::TableNextColumn();
  ImGui::AlignTextToFramePadding();
  dim_text(look, other.empty() ? option.help : "does not go with " + other + ", which is given");
  ImGui::PopID();
}

void draw_option_rows(const FormParts& parts) {
  if (!ImGui::BeginTable("form", 3, ImGuiTableFlags_SizingFixedFit)) return;
  const Look& look = parts.scene.look;
  ImGui::TableSetupColumn("name", ImGuiTableColumnFlags_WidthFixed, look.px(kOptionWidth));
  ImGui::TableSetupColumn("field", ImGuiTableColumnFlags_WidthFixed, look.px(kFieldWidth));
  ImGui::TableSetupColumn("help", ImGuiTableColumnFlags_WidthStretch);
  for (std::size_t i = 0; i < parts.verb.arguments.size(); ++i) {
    draw_option_row(parts, parts.verb.arguments[i], parts.form.arguments[i]);
  }
  for (std::size_t i = 0; i < parts.verb.options.size(); ++i) {
    draw_option_row(parts, parts.verb.options[i], parts.form.options[i]);
  }
  ImGui::EndTable();
}

}  // namespace

void draw_tool_form(const Scene& scene, const CommandFacts& verb, VerbForm& form,
                    PathChooser& chooser) {
  const auto faults = form_faults(verb, form);
  ImGui::PushID(verb.name.c_str());  // a field that has the focus is no other verb's
  draw_option_rows({scene, verb, form, faults, chooser});
  if (!verb.details.empty()) {
    ImGui::Separator();
    dim_text(scene.look, verb.details);
  }
  ImGui::PopID();
}

}  // namespace ampsweep::rig::gui
