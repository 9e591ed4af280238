// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/wiring_card.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <string>
#include <vector>

#include "rig/gui/widgets/meter.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

struct Gear {
  std::string title;
  std::string detail;
};

std::string channel_text(const AudioSpec& audio, const std::vector<Channel>& channels,
                         std::size_t index, const char* side) {
  const Channel& channel = channels.at(index);
  if (!channel.port.empty()) return channel.port;
  if (audio.api == AudioApi::Jack) return fmt::format("our own {} {}", side, channel.index);
  return fmt::format("{} {}", side, channel.index);
}

std::string load_text(const LoadSpec& load) {
  if (load.kind == "none") return "none: software or line level";
  return fmt::format("{} {:g} ohm, {:g} W", load.kind, load.impedance.value(), load.rating.value());
}

/// The way of the sound through the amp, and that of the loopback.
std::vector<Gear> amp_path(const Rig& rig) {
  return {{"amp send", channel_text(rig.audio, rig.audio.outputs, 0, "output")},
          {"amp", rig.amp},
          {"load", load_text(rig.load)},
          {"amp return", channel_text(rig.audio, rig.audio.inputs, 0, "input")}};
}

std::vector<Gear> loopback_path(const Rig& rig) {
  const auto out = channel_index(rig.audio.outputs, "loopback");
  const auto in = channel_index(rig.audio.inputs, "loopback");
  if (!in) return {};
  const std::size_t from = out.value_or(0);
  return {{"loopback send", channel_text(rig.audio, rig.audio.outputs, from, "output")},
          {"cable", "where time comes from"},
          {"loopback return", channel_text(rig.audio, rig.audio.inputs, *in, "input")}};
}

void draw_path(const Look& look, const std::vector<Gear>& boxes, const ImVec4& colour) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float gap = look.px(26.0F);
  const auto count = static_cast<float>(boxes.size());
  const ImVec2 size{(width - gap * (count - 1.0F)) / count, look.px(70.0F)};
  const float wrap = size.x - look.px(14.0F);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  float x = at.x;
  for (std::size_t i = 0; i < boxes.size(); ++i, x += size.x + gap) {
    const ImVec2 corner{x + size.x, at.y + size.y};
    list.AddRect({x, at.y}, corner, ImGui::GetColorU32(colour), look.px(4.0F), 0, look.px(1.5F));
    list.PushClipRect({x, at.y}, corner, true);
    list.AddText({x + look.px(8.0F), at.y + look.px(5.0F)}, ImGui::GetColorU32(look.colours->text),
                 boxes[i].title.c_str());
    list.AddText(ImGui::GetFont(), ImGui::GetFontSize(), {x + look.px(8.0F), at.y + look.px(27.0F)},
                 ImGui::GetColorU32(look.colours->dim), boxes[i].detail.c_str(), nullptr, wrap);
    list.PopClipRect();
    if (ImGui::IsMouseHoveringRect({x, at.y}, corner)) {
      ImGui::SetTooltip("%s\n%s", boxes[i].title.c_str(), boxes[i].detail.c_str());
    }
    if (i + 1 == boxes.size()) break;
    const float y = at.y + size.y / 2.0F;
    const float tip = x + size.x + gap - look.px(3.0F);
    list.AddLine({x + size.x, y}, {tip, y}, ImGui::GetColorU32(colour), look.px(2.0F));
    list.AddTriangleFilled({tip, y}, {tip - look.px(8.0F), y - look.px(5.0F)},
                           {tip - look.px(8.0F), y + look.px(5.0F)}, ImGui::GetColorU32(colour));
  }
  ImGui::Dummy({width, size.y});
}

void draw_levels(const Scene& scene, const Rig& rig) {
  const auto& peaks = scene.now.live.meters.input_peak;
  const bool live = scene.now.live.open || scene.busy();
  const float width =
      std::max(scene.look.px(120.0F), ImGui::GetContentRegionAvail().x - scene.look.px(300.0F));
  for (std::size_t i = 0; i < rig.audio.inputs.size(); ++i) {
    draw_meter(scene.look, rig.audio.inputs[i].name, live && i < peaks.size() ? peaks[i] : 0.0F,
               width);
  }
}

}  // namespace

void draw_wiring_card(const Scene& scene, ImVec2 size) {
  const Look& look = scene.look;
  const auto& rig = scene.now.rig.in_force;
  begin_card(look, rig ? rig->name.c_str() : "Wiring", size);
  if (!rig) {
    dim_text(look, "No rig is chosen. Open one, or take the simulated bench.");
    end_card();
    return;
  }
  draw_path(look, amp_path(*rig), look.colours->accent);
  const auto loop = loopback_path(*rig);
  if (loop.empty()) {
    mark_text(look, Mark::Warn, "no loopback: one fixed delay serves each stream");
  } else {
    draw_path(look, loop, look.colours->good);
  }
  const bool listening = scene.now.live.open && !scene.busy();
  if (button(listening ? "Stop listening" : "Listen in",
             listening ? "closes the stream"
                       : "Opens the stream and shows what the inputs hear. Nothing is played.",
             !scene.busy(), "the session has the stream")) {
    scene.send(ListenIn{!listening});
  }
  ImGui::SameLine();
  dim_text(look, listening ? scene.now.live.stream.description : "");
  draw_levels(scene, *rig);
  end_card();
}

}  // namespace ampsweep::rig::gui
