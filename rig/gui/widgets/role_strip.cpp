// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/widgets/role_strip.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <string>

namespace ampsweep::rig::gui {
namespace {

struct Block {
  ImVec2 from;
  ImVec2 to;
};

void draw_block(const Look& look, const signals::Segment& segment, SampleRate rate, Block block) {
  const Palette& p = *look.colours;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(block.from, block.to, ImGui::GetColorU32(p.raised));
  list.AddRect(block.from, block.to, ImGui::GetColorU32(p.accent));
  const char* name = to_string(segment.role);
  const ImVec2 size = ImGui::CalcTextSize(name);
  if (size.x + look.px(6.0F) < block.to.x - block.from.x) {
    list.AddText({(block.from.x + block.to.x - size.x) / 2.0F, block.from.y},
                 ImGui::GetColorU32(p.text), name);
  }
  if (!ImGui::IsMouseHoveringRect(block.from, block.to)) return;
  ImGui::SetTooltip("%s, from %.2f s to %.2f s", name, seconds(segment.start, rate).value(),
                    seconds(segment.end(), rate).value());
}

}  // namespace

float role_strip_height() { return ImGui::GetTextLineHeight(); }

void draw_role_strip(const Look& look, const std::vector<signals::Segment>& segments,
                     SampleRate rate, const AxisMap& x, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = role_strip_height();
  const auto pixel = [&](SampleCount sample) {
    const double where = x.pixel(seconds(sample, rate).value());
    return at.x + static_cast<float>(std::clamp(where, x.at_low(), x.at_high()));
  };
  for (const signals::Segment& segment : segments) {
    if (segment.role == signals::SegmentRole::Silence) continue;
    const float left = pixel(segment.start);
    const float right = pixel(segment.end());
    if (right - left < 1.0F) continue;
    draw_block(look, segment, rate, {{left, at.y}, {right, at.y + height}});
  }
  ImGui::Dummy({width, height});
}

}  // namespace ampsweep::rig::gui
