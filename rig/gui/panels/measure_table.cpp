// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/measure_table.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "rig/gui/panels/measure_swatch.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kNameWidth = 210.0F;
constexpr float kFewestWidth = 250.0F;

void cell_text(const std::string& text) {
  ImGui::TableNextColumn();
  ImGui::PushTextWrapPos(0.0F);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
}

void draw_header(const Look& look, const PlotStyle& style, const WordTable& table) {
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    ImGui::TableNextColumn();
    if (i > 0) draw_swatch(look, style, i - 1);
    ImGui::PushTextWrapPos(0.0F);
    ImGui::TextUnformatted(table.header[i].c_str());
    ImGui::PopTextWrapPos();
  }
}

void draw_verdicts(const Look& look, const KnobEffects& knob) {
  if (knob.dead) mark_text(look, Mark::Bad, "DEAD: nothing moves with it");
  if (knob.reversed) {
    mark_text(look, Mark::Warn,
              fmt::format("REVERSED? {} falls when it is turned up", *knob.reversed));
  }
  if (knob.coarse) {
    mark_text(look, Mark::Warn,
              fmt::format("COARSE: {} jumps by {:+.1f} {} from {:g} to {:g}; measure in between",
                          knob.coarse->figure, knob.coarse->change, knob.coarse->unit,
                          knob.coarse->from, knob.coarse->to));
  }
}

void draw_effects(const Look& look, const KnobEffects& knob) {
  if (knob.effects.empty()) {
    dim_text(look, "too few settings to tell it from the other knobs");
    return;
  }
  if (!ImGui::BeginTable(knob.knob.c_str(), 3,
                         ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerV)) {
    return;
  }
  ImGui::TableSetupColumn("figure", ImGuiTableColumnFlags_WidthFixed, look.px(330.0F));
  ImGui::TableSetupColumn("change over the stretch visited");
  ImGui::TableSetupColumn("one sigma");
  ImGui::TableHeadersRow();
  for (const Effect& effect : knob.effects) {
    ImGui::TableNextRow();
    cell_text(effect.figure);
    cell_text(fmt::format("{:+.2f} {}", effect.change, effect.unit));
    cell_text(fmt::format("{:.2g} {}", effect.sigma, effect.unit));
  }
  ImGui::EndTable();
}

}  // namespace

void draw_measure_table(const Look& look, const PlotStyle& style, const char* id,
                        const WordTable& table) {
  const auto columns = static_cast<int>(table.header.size());
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY |
                                     ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerV |
                                     ImGuiTableFlags_Resizable;
  constexpr int kMostColumns = 64;  // of Dear ImGui
  if (columns < 2 || columns > kMostColumns) return;
  if (button("Copy table", "to the clipboard, tab-separated, for a spreadsheet")) {
    ImGui::SetClipboardText(pasted(table).c_str());
  }
  const float room = ImGui::GetContentRegionAvail().x - look.px(kNameWidth + 30.0F);
  const float width =
      std::max(look.px(kFewestWidth), room / static_cast<float>(std::max(1, columns - 1)));
  if (!ImGui::BeginTable(id, columns, kFlags)) return;
  ImGui::TableSetupScrollFreeze(1, 1);
  for (int i = 0; i < columns; ++i) {
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed,
                            i == 0 ? look.px(kNameWidth) : width);
  }
  draw_header(look, style, table);
  for (const auto& row : table.rows) {
    ImGui::TableNextRow();
    for (const std::string& text : row) cell_text(text);
  }
  ImGui::EndTable();
}

void draw_knob_effects(const Look& look, const KnobTable& table) {
  if (!table.refused.empty()) {
    dim_text(look, "What each knob does " + table.refused + ".");
    return;
  }
  dim_text(look, fmt::format("A straight line through {} settings, all knobs at once; docs: "
                             "measurement/suite.md.",
                             table.settings));
  ImGui::BeginChild("effects");
  for (const KnobEffects& knob : table.knobs) {
    heading(look, knob.knob);
    draw_verdicts(look, knob);
    draw_effects(look, knob);
  }
  ImGui::EndChild();
}

}  // namespace ampsweep::rig::gui
