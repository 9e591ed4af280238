// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/widgets/meter.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "signals/level.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr double kFloorDb = -80.0;
constexpr double kHotDb = -12.0;
constexpr double kFullDb = -1.0;

double level_db(float peak) { return level_of_peak(static_cast<double>(peak)).value(); }

float share_of(double db) {
  return static_cast<float>(std::clamp((db - kFloorDb) / -kFloorDb, 0.0, 1.0));
}

}  // namespace

float meter_share(float peak) { return peak > 0.0F ? share_of(level_db(peak)) : 0.0F; }

std::string meter_text(float peak) {
  return peak > 0.0F ? fmt::format("{:.1f} dBFS peak", level_db(peak)) : "-inf dBFS peak";
}

void draw_meter(const Look& look, const std::string& name, float peak, float width) {
  ImGui::TextUnformatted(name.c_str());
  ImGui::SameLine(look.px(100.0F));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ImGui::GetTextLineHeight();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Palette& p = *look.colours;
  list.AddRectFilled(at, {at.x + width, at.y + height}, ImGui::GetColorU32(p.raised));
  const double db = peak > 0.0F ? level_db(peak) : kFloorDb;
  const ImVec4& colour = db > kFullDb ? p.bad : db > kHotDb ? p.warn : p.good;
  list.AddRectFilled(at, {at.x + width * meter_share(peak), at.y + height},
                     ImGui::GetColorU32(colour));
  for (const double mark : {-60.0, -40.0, -20.0, kHotDb, kFullDb}) {
    const float x = at.x + width * share_of(mark);
    list.AddLine({x, at.y}, {x, at.y + height}, ImGui::GetColorU32(p.line));
  }
  ImGui::Dummy({width, height});
  ImGui::SameLine();
  ImGui::TextUnformatted((meter_text(peak) + (db > kFullDb ? "  FULL" : "")).c_str());
}

}  // namespace ampsweep::rig::gui
