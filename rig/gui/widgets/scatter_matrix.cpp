// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/widgets/scatter_matrix.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <string>

namespace ampsweep::rig::gui {
namespace {

constexpr float kReach = 0.06F;  ///< Of a cell: how near the pointer must come to a point.
constexpr float kMargin = 0.08F;

const ImVec4& split_colour(const Look& look, Split split) {
  switch (split) {
    case Split::Train:
      return look.colours->accent;
    case Split::Validation:
      return look.colours->warn;
    case Split::Test:
      return look.colours->bad;
    case Split::Motion:
      return look.colours->dim;
    case Split::Reference:
      break;
  }
  return look.colours->good;
}

/// Circle, square, triangle, cross: told apart without colour.
void draw_split_mark(ImDrawList& list, const Look& look, ImVec2 at, Split split, float r) {
  const ImU32 colour = ImGui::GetColorU32(split_colour(look, split));
  switch (split) {
    case Split::Train:
      list.AddCircleFilled(at, r * 0.8F, colour, 12);
      return;
    case Split::Validation:
      list.AddRectFilled({at.x - r, at.y - r}, {at.x + r, at.y + r}, colour);
      return;
    case Split::Test:
      list.AddTriangleFilled({at.x, at.y - r * 1.2F}, {at.x + r * 1.2F, at.y + r},
                             {at.x - r * 1.2F, at.y + r}, colour);
      return;
    case Split::Reference:
      list.AddLine({at.x - r, at.y}, {at.x + r, at.y}, colour, r * 0.6F);
      list.AddLine({at.x, at.y - r}, {at.x, at.y + r}, colour, r * 0.6F);
      return;
    case Split::Motion:
      list.AddCircle(at, r, colour, 12, r * 0.4F);
      return;
  }
}

/// One cell: knob `column` to the right, knob `row` upward.
struct Cell {
  ImVec2 corner;
  ImVec2 size;
  std::size_t column{0};
  std::size_t row{0};

  [[nodiscard]] ImVec2 place(const PlanPoint& point) const {
    const auto inside = [](float share) { return kMargin + share * (1.0F - 2.0F * kMargin); };
    return {corner.x + inside(point.at[column]) * size.x,
            corner.y + inside(1.0F - point.at[row]) * size.y};
  }
  [[nodiscard]] ImVec2 share(ImVec2 pixel) const {
    const auto outside = [](float at) { return (at - kMargin) / (1.0F - 2.0F * kMargin); };
    return {outside((pixel.x - corner.x) / size.x), 1.0F - outside((pixel.y - corner.y) / size.y)};
  }
};

void draw_way(ImDrawList& list, const Look& look, const PlanPicture& picture, const Cell& cell,
              int visited) {
  const auto count = std::min(picture.points.size(), static_cast<std::size_t>(visited));
  for (std::size_t i = 0; i < count; ++i) {
    // Earlier is fainter.
    ImVec4 colour = look.colours->text;
    colour.w = 0.15F + 0.65F * static_cast<float>(i + 1) / static_cast<float>(count);
    const ImVec2 at = cell.place(picture.points[i]);
    if (i > 0) {
      list.AddLine(cell.place(picture.points[i - 1]), at, ImGui::GetColorU32(colour),
                   look.px(1.0F));
    }
    list.AddCircleFilled(at, look.px(2.0F), ImGui::GetColorU32(colour), 8);
  }
}

void draw_cell(ImDrawList& list, const Look& look, const PlanPicture& picture, const Cell& cell,
               int visited, std::size_t named) {
  const ImVec2 end{cell.corner.x + cell.size.x, cell.corner.y + cell.size.y};
  list.AddRect(cell.corner, end, ImGui::GetColorU32(look.colours->line));
  if (cell.column == cell.row) {
    const char* const label = picture.knobs[cell.column].c_str();
    const ImVec2 width = ImGui::CalcTextSize(label);
    list.PushClipRect(cell.corner, end, true);
    list.AddText({cell.corner.x + (cell.size.x - width.x) / 2.0F,
                  cell.corner.y + (cell.size.y - width.y) / 2.0F},
                 ImGui::GetColorU32(look.colours->text), label);
    list.PopClipRect();
    return;
  }
  if (cell.column > cell.row) {
    draw_way(list, look, picture, cell, visited);
  } else {
    for (const PlanPoint& point : picture.points) {
      draw_split_mark(list, look, cell.place(point), point.split, look.px(3.5F));
    }
  }
  if (named < picture.points.size()) {
    list.AddCircle(cell.place(picture.points[named]), look.px(7.0F),
                   ImGui::GetColorU32(look.colours->text), 16, look.px(2.0F));
  }
}

void name_take(const PlanPoint& point) {
  ImGui::BeginTooltip();
  ImGui::TextUnformatted(fmt::format("take {}  block {}  {}, {}", point.take, point.block + 1,
                                     to_string(point.split), to_string(point.purpose))
                             .c_str());
  ImGui::TextUnformatted(point.setting.c_str());
  ImGui::EndTooltip();
}

}  // namespace

void draw_scatter_matrix(const Look& look, const PlanPicture& picture, int visited, ImVec2 size) {
  const std::size_t n = picture.knobs.size();
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::Dummy(size);
  if (n == 0) return;
  const ImVec2 step{size.x / static_cast<float>(n), size.y / static_cast<float>(n)};
  std::vector<Cell> cells;
  for (std::size_t row = 0; row < n; ++row) {
    for (std::size_t column = 0; column < n; ++column) {
      cells.push_back({{corner.x + static_cast<float>(column) * step.x,
                        corner.y + static_cast<float>(row) * step.y},
                       {step.x - look.px(4.0F), step.y - look.px(4.0F)},
                       column,
                       row});
    }
  }
  std::size_t named = picture.points.size();
  const ImVec2 mouse = ImGui::GetMousePos();
  for (const Cell& cell : cells) {
    const ImVec2 at = cell.share(mouse);
    const bool inside = ImGui::IsWindowHovered() && cell.column != cell.row &&
                        ImGui::IsMouseHoveringRect(cell.corner, {cell.corner.x + cell.size.x,
                                                                 cell.corner.y + cell.size.y});
    if (inside) named = nearest_take(picture, cell.column, cell.row, at.x, at.y, kReach);
  }
  for (const Cell& cell : cells) {
    draw_cell(*ImGui::GetWindowDrawList(), look, picture, cell, visited, named);
  }
  if (named < picture.points.size()) name_take(picture.points[named]);
}

void draw_split_legend(const Look& look) {
  for (const Split split : kSplits) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ImGui::GetTextLineHeight();
    draw_split_mark(*ImGui::GetWindowDrawList(), look, {at.x + height / 2.0F, at.y + height / 2.0F},
                    split, look.px(5.0F));
    ImGui::Dummy({height, height});
    ImGui::SameLine();
    ImGui::TextUnformatted(to_string(split));
    ImGui::SameLine();
  }
  ImGui::NewLine();
}

}  // namespace ampsweep::rig::gui
