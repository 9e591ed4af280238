// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/widgets/height_divider.hpp"

#include <imgui.h>

#include <algorithm>

namespace ampsweep::rig::gui {

void height_divider(const Look& look, float height, float& share) {
  const float thick = look.px(7.0F);
  ImGui::InvisibleButton("divider", {-1.0F, thick});
  const bool held = ImGui::IsItemActive();
  if (held) share = std::clamp(share + ImGui::GetIO().MouseDelta.y / height, 0.15F, 0.8F);
  if (held || ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
  const ImVec2 from = ImGui::GetItemRectMin();
  const ImVec2 to = ImGui::GetItemRectMax();
  const ImVec4& colour = held ? look.colours->accent : look.colours->line;
  const float middle = (from.x + to.x) / 2.0F;
  ImGui::GetWindowDrawList()->AddRectFilled({middle - look.px(40.0F), from.y + thick * 0.3F},
                                            {middle + look.px(40.0F), to.y - thick * 0.3F},
                                            ImGui::GetColorU32(colour), look.px(2.0F));
}

}  // namespace ampsweep::rig::gui
