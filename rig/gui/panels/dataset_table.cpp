// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/dataset_table.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <array>
#include <cmath>
#include <string>

#include "rig/gui/widgets/knob_widget.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

struct Column {
  RowOrder order;
  std::string title;
  std::string hint;
};

std::vector<Column> columns_of(const Dataset& dataset) {
  std::vector<Column> columns{{{RowValue::Take, 0, false}, "take", "place in the plan"},
                              {{RowValue::State, 0, false}, "verdict", "what the gates said"},
                              {{RowValue::Split, 0, false}, "split", "what it is for in training"},
                              {{RowValue::Purpose, 0, false}, "purpose", "why it is in the plan"}};
  std::size_t number = 0;
  for (const Knob& knob : dataset.rig.knobs) {
    columns.push_back({{RowValue::Knob, number++, false}, knob.id, "knob, printed value"});
  }
  const std::vector<Column> figures{
      {{RowValue::Delay, 0, false}, "delay", "samples; what was taken out of the take"},
      {{RowValue::Drift, 0, false}, "drift", "ppm: input clock against output clock"},
      {{RowValue::Polarity, 0, false}, "pol", "polarity of the amp: + or -, ? unsure"},
      {{RowValue::Peak, 0, false}, "peak", "dBFS peak of the amp channel as recorded"},
      {{RowValue::Noise, 0, false}, "noise", "dBFS rms while nothing is played"},
      {{RowValue::Esr, 0, false}, "rep. ESR", "replicate ESR: two passes against each other"},
      {{RowValue::Attempts, 0, false}, "tries", "attempts, refused ones counted"},
      {{RowValue::Epoch, 0, false}, "epoch", "stream epoch: from one opening to the next"}};
  columns.insert(columns.end(), figures.begin(), figures.end());
  return columns;
}

std::string number_text(double value, const char* format) {
  return std::isnan(value) ? "-" : fmt::format(fmt::runtime(format), value);
}

std::string cell_text(const Dataset& dataset, const TakeRow& row, const RowOrder& order) {
  switch (order.by) {
    case RowValue::Take:
      return std::to_string(row.take);
    case RowValue::State:
      return to_string(row.state);
    case RowValue::Split:
      return to_string(row.split);
    case RowValue::Purpose:
      return to_string(row.purpose);
    case RowValue::Knob:
      return std::isnan(row.knobs.at(order.knob))
                 ? "-"
                 : printed_text(dataset.rig.knobs.at(order.knob), row.knobs.at(order.knob));
    case RowValue::Delay:
      return number_text(row.delay_samples, "{:.3f}");
    case RowValue::Drift:
      return number_text(row.drift_ppm, "{:.4f}");
    case RowValue::Polarity:
      return row.epoch == 0 ? "-" : row.polarity > 0 ? "+" : row.polarity < 0 ? "\u2212" : "?";
    case RowValue::Peak:
      return number_text(row.peak_dbfs_peak, "{:.1f}");
    case RowValue::Noise:
      return number_text(row.noise_dbfs_rms, "{:.1f}");
    case RowValue::Esr:
      return number_text(row.replicate_esr, "{:.2e}");
    case RowValue::Attempts:
      return std::to_string(row.attempts);
    case RowValue::Epoch:
      return row.epoch == 0 ? "-" : std::to_string(row.epoch);
  }
  return "";
}

void refresh(const Scene& scene, DatasetTableState& state) {
  if (state.of == scene.now.dataset.dataset) return;
  state.of = scene.now.dataset.dataset;
  state.rows = take_rows(*state.of);
  state.places = ordered_rows(state.rows, state.filter, state.order);
}

/// The header asked for another order, or shows the one it begins with.
void read_order(const std::vector<Column>& columns, DatasetTableState& state) {
  ImGuiTableSortSpecs* const asked = ImGui::TableGetSortSpecs();
  if (asked == nullptr || !asked->SpecsDirty) return;
  if (asked->SpecsCount > 0) {
    const ImGuiTableColumnSortSpecs& by = asked->Specs[0];
    state.order = columns.at(static_cast<std::size_t>(by.ColumnIndex)).order;
    state.order.falling = by.SortDirection == ImGuiSortDirection_Descending;
  }
  state.places = ordered_rows(state.rows, state.filter, state.order);
  asked->SpecsDirty = false;
}

void draw_header(const std::vector<Column>& columns) {
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!ImGui::TableSetColumnIndex(static_cast<int>(i))) continue;
    ImGui::TableHeader(columns[i].title.c_str());
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s; click to sort", columns[i].hint.c_str());
  }
}

void draw_state_cell(const Look& look, const TakeRow& row) {
  const Mark mark = mark_of(row.state);
  ImGui::TextColored(colour(look, mark), "%s %s", symbol(mark), to_string(row.state));
  if (!row.reason.empty() && ImGui::IsItemHovered()) {
    tooltip(row.reason);
  }
}

bool draw_row(const Scene& scene, const std::vector<Column>& columns, const TakeRow& row,
              bool chosen) {
  ImGui::TableNextRow();
  if (row.state == TakeState::Refused) {
    ImVec4 tint = scene.look.colours->bad;
    tint.w = 0.16F;
    ImGui::TableSetBgColor(ImGuiTableBgTarget_RowBg1, ImGui::GetColorU32(tint));
  }
  bool clicked = false;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!ImGui::TableSetColumnIndex(static_cast<int>(i))) continue;
    if (columns[i].order.by == RowValue::State) {
      draw_state_cell(scene.look, row);
      continue;
    }
    const std::string text = cell_text(*scene.now.dataset.dataset, row, columns[i].order);
    if (i > 0) {
      ImGui::TextUnformatted(text.c_str());
      continue;
    }
    clicked = ImGui::Selectable(
        text.c_str(), chosen,
        ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowItemOverlap);
  }
  return clicked;
}

}  // namespace

Mark mark_of(TakeState state) {
  switch (state) {
    case TakeState::Accepted:
      return Mark::Good;
    case TakeState::Flagged:
    case TakeState::CutOff:
      return Mark::Warn;
    case TakeState::Refused:
      return Mark::Bad;
    case TakeState::Sounding:
    case TakeState::Waiting:
      break;
  }
  return Mark::None;
}

void draw_table_filter(const Scene& scene, DatasetTableState& state) {
  static constexpr std::array kShow{"all takes", "accepted", "refused", "waiting", "with warnings"};
  static constexpr std::array kSplit{"every split", "train", "validation", "test", "reference"};
  int show = static_cast<int>(state.filter.show);
  int split = state.filter.split ? static_cast<int>(*state.filter.split) + 1 : 0;
  ImGui::SetNextItemWidth(scene.look.px(150.0F));
  const bool other_show =
      ImGui::Combo("##show", &show, kShow.data(), static_cast<int>(kShow.size()));
  ImGui::SameLine();
  ImGui::SetNextItemWidth(scene.look.px(150.0F));
  const bool other_split =
      ImGui::Combo("##split", &split, kSplit.data(), static_cast<int>(kSplit.size()));
  if (!other_show && !other_split) return;
  state.filter.show = static_cast<ShowRows>(show);
  state.filter.split =
      split > 0 ? std::optional<Split>(static_cast<Split>(split - 1)) : std::nullopt;
  state.places = ordered_rows(state.rows, state.filter, state.order);
}

std::optional<int> draw_dataset_table(const Scene& scene, DatasetTableState& state, int chosen,
                                      float height) {
  refresh(scene, state);
  const auto columns = columns_of(*state.of);
  constexpr ImGuiTableFlags kFlags =
      ImGuiTableFlags_Sortable | ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY |
      ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_SizingFixedFit |
      ImGuiTableFlags_Hideable | ImGuiTableFlags_Resizable;
  // Another dataset may have other knobs: its table is another table to ImGui.
  ImGui::PushID(state.of->uuid.c_str());
  std::optional<int> clicked;
  const auto count = static_cast<int>(columns.size());
  if (ImGui::BeginTable("takes", count, kFlags, {0.0F, height})) {
    ImGui::TableSetupScrollFreeze(2, 1);
    for (const Column& column : columns) ImGui::TableSetupColumn(column.title.c_str());
    read_order(columns, state);
    draw_header(columns);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(state.places.size()));
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
        const TakeRow& row = state.rows.at(state.places.at(static_cast<std::size_t>(i)));
        ImGui::PushID(row.take);
        if (draw_row(scene, columns, row, row.take == chosen)) clicked = row.take;
        ImGui::PopID();
      }
    }
    ImGui::EndTable();
  }
  ImGui::PopID();
  return clicked;
}

}  // namespace ampsweep::rig::gui
