// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/draw_plot.hpp"

#include <imgui_internal.h>

#include <algorithm>

#include "rig/gui/plot/draw_scene.hpp"
#include "rig/gui/plot/plot_csv.hpp"
#include "rig/gui/plot/plot_input.hpp"
#include "rig/gui/plot/plot_scene.hpp"
#include "rig/gui/plot/readout.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kSmallest = 32.0F;

Size drawn_size(std::string_view text) {
  const ImVec2 size = ImGui::CalcTextSize(text.data(), text.data() + text.size());
  return {static_cast<double>(size.x), static_cast<double>(size.y)};
}

PlotInput::Button button(ImGuiMouseButton which, bool hovered) {
  return {hovered && ImGui::IsMouseClicked(which), ImGui::IsMouseDown(which),
          ImGui::IsMouseDoubleClicked(which)};
}

bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); }

/// Only while the plot has the focus: arrows belong to whoever has it.
void read_keys(PlotInput& input) {
  const int x = pressed(ImGuiKey_RightArrow) - pressed(ImGuiKey_LeftArrow);
  const int y = pressed(ImGuiKey_UpArrow) - pressed(ImGuiKey_DownArrow);
  (input.ctrl ? input.zoom_x : input.pan_x) += x;
  (input.ctrl ? input.zoom_y : input.pan_y) += y;
  // As typed: where plus and minus lie differs from keyboard to keyboard.
  for (const ImWchar c : ImGui::GetIO().InputQueueCharacters) {
    input.zoom_x += c == '+' || c == '=' ? 1 : 0;
    input.zoom_x -= c == '-' || c == '_' ? 1 : 0;
  }
  input.home = pressed(ImGuiKey_Home);
  input.clear = pressed(ImGuiKey_Delete) || pressed(ImGuiKey_Backspace);
}

PlotInput read_input(ImVec2 origin, bool hovered, bool focused) {
  const ImGuiIO& io = ImGui::GetIO();
  PlotInput input;
  input.pointer = {static_cast<double>(io.MousePos.x - origin.x),
                   static_cast<double>(io.MousePos.y - origin.y)};
  input.hovered = hovered;
  input.left = button(ImGuiMouseButton_Left, hovered);
  input.right = button(ImGuiMouseButton_Right, hovered);
  input.wheel = static_cast<double>(io.MouseWheel);
  input.ctrl = io.KeyCtrl;
  input.shift = io.KeyShift;
  if (focused) read_keys(input);
  return input;
}

void list_traces(const Plot& plot, PlotView& view) {
  for (const Trace& trace : plot.traces) {
    ImGui::PushID(trace.name.c_str());
    const bool shown = view.hidden.count(trace.name) == 0;
    if (ImGui::MenuItem(trace.name.empty() ? "(no name)" : trace.name.c_str(), nullptr, shown)) {
      toggle(view, trace.name);
    }
    ImGui::PopID();
  }
}

PlotAsk draw_menu(const Plot& plot, const PlotLayout& layout, PlotView& view) {
  PlotAsk ask = PlotAsk::None;
  if (!ImGui::BeginPopup("menu")) return ask;
  if (ImGui::MenuItem("Fit to data", "Home")) fit(view);
  if (ImGui::MenuItem("Clear cursors", "Esc", false, view.cursor_a || view.cursor_b)) {
    view.cursor_a.reset();
    view.cursor_b.reset();
  }
  ImGui::Separator();
  if (ImGui::MenuItem("Copy shown values as CSV")) {
    ImGui::SetClipboardText(plot_csv(plot, view, layout.x.range()).c_str());
    ask = PlotAsk::CopyCsv;
  }
  if (ImGui::MenuItem("Save as SVG...")) ask = PlotAsk::SaveSvg;
  if (!plot.traces.empty()) ImGui::Separator();
  list_traces(plot, view);
  ImGui::EndPopup();
  return ask;
}

std::size_t visible_traces(const Plot& plot, const PlotView& view) {
  return static_cast<std::size_t>(
      std::count_if(plot.traces.begin(), plot.traces.end(),
                    [&view](const Trace& trace) { return view.shows(trace); }));
}

/// The dashed box of a zoom under way.
void add_drag_box(const PlotView& view, const PlotStyle& style, PlotScene& scene) {
  const PlotDrag& drag = view.drag;
  if (drag.kind != PlotDrag::Kind::Box || !drag.moved) return;
  const Box box{std::min(drag.from.x, drag.to.x), std::min(drag.from.y, drag.to.y),
                std::max(drag.from.x, drag.to.x), std::max(drag.from.y, drag.to.y)};
  scene.traces.emplace_back(Rectangle{box, faded(style.text, 0.12), style.text});
}

PlotAsk draw_inside(const Plot& plot, PlotView& view, const PlotStyle& style) {
  const ImVec2 origin = ImGui::GetWindowPos();
  const ImVec2 size = ImGui::GetWindowSize();
  const TextSize text_size = drawn_size;
  const Size room{static_cast<double>(size.x), static_cast<double>(size.y)};

  ImGui::InvisibleButton("plot", size,
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
  ImGui::SetItemUsingMouseWheel();  // else the window around it scrolls as well
  ImGui::SetItemAllowOverlap();
  const bool hovered = ImGui::IsItemHovered();
  const bool focused = ImGui::IsWindowFocused();
  report_extents(plot, view, ImGui::GetFrameCount());
  PlotLayout layout = lay_out(plot, shown_ranges(plot, view), room, text_size);
  const PlotInput input = read_input(origin, hovered, focused);
  if (apply_input(plot, layout, input, view) == PlotWish::Menu) ImGui::OpenPopup("menu");
  layout = lay_out(plot, shown_ranges(plot, view), room, text_size);  // as it is by now

  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double column = column_for(list, visible_traces(plot, view), layout.area.width());
  PlotScene scene = plot_scene(plot, view, layout, style, column);
  add_cursors(plot, view, layout, style, text_size, scene);
  if (hovered && view.drag.kind == PlotDrag::Kind::None) {
    add_hover(plot, view, layout, style, text_size, input.pointer, scene);
  }
  add_drag_box(view, style, scene);
  if (focused) scene.front.emplace_back(Rectangle{layout.area, {0, 0, 0, 0}, style.text});
  draw_scene(scene, origin, list);

  const float width = ImGui::CalcTextSize("menu").x + ImGui::GetStyle().FramePadding.x * 2.0F;
  ImGui::SetCursorScreenPos({origin.x + static_cast<float>(layout.area.right) - width,
                             origin.y + static_cast<float>(layout.area.top - layout.line - 3.0)});
  if (ImGui::SmallButton("menu")) ImGui::OpenPopup("menu");
  return draw_menu(plot, layout, view);
}

}  // namespace

PlotAsk draw_plot(const char* id, const Plot& plot, PlotView& view, const PlotStyle& style,
                  ImVec2 size) {
  const ImVec2 room = ImGui::GetContentRegionAvail();
  size.x = std::max(kSmallest, size.x > 0.0F ? size.x : room.x);
  size.y = std::max(kSmallest, size.y > 0.0F ? size.y : room.y);
  // A window of its own: own draw list (16-bit indices), own focus.
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoScrollbar |
                                      ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoMove |
                                      ImGuiWindowFlags_NoNavInputs;
  PlotAsk ask = PlotAsk::None;
  if (ImGui::BeginChild(id, size, false, kFlags)) ask = draw_inside(plot, view, style);
  ImGui::EndChild();
  return ask;
}

}  // namespace ampsweep::rig::gui
