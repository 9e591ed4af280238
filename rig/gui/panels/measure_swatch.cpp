// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/measure_swatch.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>

namespace ampsweep::rig::gui {

void draw_swatch(const Look& look, const PlotStyle& style, std::size_t place) {
  const TraceLook as = look_of(style, place);
  const ImU32 colour = IM_COL32(as.colour.red, as.colour.green, as.colour.blue, as.colour.alpha);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = look.px(30.0F);
  const float y = at.y + ImGui::GetTextLineHeight() / 2.0F;
  // Lengths of ink and gap, in shares of the sample.
  static constexpr std::array<std::array<float, 4>, 4> kInk{{{1.0F, 0.0F, 0.0F, 0.0F},
                                                             {0.3F, 0.1F, 0.3F, 0.1F},
                                                             {0.1F, 0.1F, 0.1F, 0.1F},
                                                             {0.35F, 0.12F, 0.1F, 0.12F}}};
  const auto& ink = kInk.at(static_cast<std::size_t>(as.dash));
  float x = 0.0F;
  for (std::size_t i = 0; x < 1.0F; ++i) {
    const float length = std::min(ink.at(i % 4), 1.0F - x);
    if (i % 2 == 0) {
      ImGui::GetWindowDrawList()->AddLine({at.x + x * width, y}, {at.x + (x + length) * width, y},
                                          colour, look.px(3.0F));
    }
    x += length;
  }
  ImGui::Dummy({width, ImGui::GetTextLineHeight()});
  ImGui::SameLine();
}

}  // namespace ampsweep::rig::gui
