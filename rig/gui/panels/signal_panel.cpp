// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/signal_panel.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "rig/gui/panels/level_check_card.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr std::size_t kColumns = 2000;
constexpr float kTimelineHeight = 230.0F;
constexpr float kLevelWidth = 360.0F;

const ImVec4& role_colour(const Look& look, signals::SegmentRole role) {
  switch (role) {
    case signals::SegmentRole::Training:
      return look.colours->accent;
    case signals::SegmentRole::Validation:
      return look.colours->warn;
    case signals::SegmentRole::Marker:
      return look.colours->good;
    case signals::SegmentRole::Silence:
      return look.colours->dim;
    default:
      return look.colours->bad;
  }
}

void take_pictures(const Scene& scene, SignalPanelState& state) {
  const auto& job = scene.now.plan.job;
  if (job == state.of) return;
  state.of = job;
  state.picture = job ? envelope(job->stimulus.samples, kColumns) : std::vector<Envelope>{};
  state.parts = job ? stimulus_parts(job->stimulus) : std::vector<StimulusPart>{};
}

void draw_wave(ImDrawList& list, const Look& look, const SignalPanelState& state, ImVec2 at,
               ImVec2 size) {
  const float middle = at.y + size.y / 2.0F;
  const ImU32 colour = ImGui::GetColorU32(look.colours->text);
  const auto count = static_cast<float>(state.picture.size());
  for (std::size_t i = 0; i < state.picture.size(); ++i) {
    const float x = at.x + (static_cast<float>(i) + 0.5F) / count * size.x;
    list.AddLine({x, middle - state.picture[i].high * size.y / 2.0F},
                 {x, middle - state.picture[i].low * size.y / 2.0F + 1.0F}, colour);
  }
}

/// Bands in the colour of their role behind the wave; hovering explains one.
void draw_timeline(const Scene& scene, const SignalPanelState& state) {
  const Look& look = scene.look;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 size{ImGui::GetContentRegionAvail().x, look.px(kTimelineHeight)};
  ImGui::InvisibleButton("timeline", size);
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double length = state.parts.empty() ? 1.0 : state.parts.back().to_s;
  const auto place = [&](double s) { return at.x + static_cast<float>(s / length) * size.x; };
  for (const StimulusPart& part : state.parts) {
    ImVec4 colour = role_colour(look, part.role);
    const ImVec2 from{place(part.from_s), at.y};
    const ImVec2 to{place(part.to_s), at.y + size.y};
    colour.w = 0.18F;
    list.AddRectFilled(from, to, ImGui::GetColorU32(colour));
    colour.w = 1.0F;
    list.AddRectFilled({from.x, to.y - look.px(6.0F)}, to, ImGui::GetColorU32(colour));
    if (hovered && ImGui::IsMouseHoveringRect(from, to)) {
      tooltip(fmt::format("{}\n{:.2f} to {:.2f} s\n{}", to_string(part.role), part.from_s,
                          part.to_s, purpose_text(part.role)));
    }
  }
  draw_wave(list, look, state, at, size);
  list.AddRect(at, {at.x + size.x, at.y + size.y}, ImGui::GetColorU32(look.colours->line));
}

std::string level_text(double db) { return std::isfinite(db) ? fmt::format("{:.1f}", db) : "-inf"; }

void draw_parts(const Look& look, const std::vector<StimulusPart>& parts) {
  constexpr ImGuiTableFlags kFlags =
      ImGuiTableFlags_RowBg | ImGuiTableFlags_ScrollY | ImGuiTableFlags_SizingFixedFit;
  if (!ImGui::BeginTable("parts", 6, kFlags)) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  for (const char* title : {"from s", "length s", "part", "dBFS peak", "dBFS rms", "what it is"}) {
    ImGui::TableSetupColumn(title);
  }
  ImGui::TableHeadersRow();
  for (const StimulusPart& part : parts) {
    ImGui::TableNextColumn();
    ImGui::Text("%.3f", part.from_s);
    ImGui::TableNextColumn();
    ImGui::Text("%.3f", part.to_s - part.from_s);
    ImGui::TableNextColumn();
    ImGui::TextColored(role_colour(look, part.role), "%s", to_string(part.role));
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(level_text(part.peak_dbfs).c_str());
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(level_text(part.rms_dbfs).c_str());
    ImGui::TableNextColumn();
    ImGui::TextUnformatted((part.origin.empty() ? purpose_text(part.role)
                                                : part.origin + ": " + purpose_text(part.role))
                               .c_str());
  }
  ImGui::EndTable();
}

void draw_source(const Scene& scene, SignalPanelState& state) {
  const bool can = scene.now.plan.job != nullptr && !scene.busy();
  const char* const why = scene.busy() ? "a session is running" : "choose a plan first";
  if (button("Play my own DI...", "A dry guitar recording (WAV, FLAC, AIFF); or drop it here", can,
             why)) {
    open_chooser(scene, state.chooser, "");
  }
  auto chosen = draw_file_chooser(scene, "Choose a dry recording", Choose::File, state.chooser);
  if (!state.dropped.empty()) {
    chosen = state.dropped;
    state.dropped.clear();
  }
  if (chosen) scene.send(UseAudio{*chosen});
  ImGui::SameLine();
  if (button("Built-in guitar", "Seeded, the same everywhere", can, why)) scene.send(UseAudio{""});
  ImGui::SameLine();
  dim_text(scene.look, "The plan file keeps the choice; its levels are in [stimulus].");
}

}  // namespace

void draw_signal_panel(const Scene& scene, SignalPanelState& state) {
  take_pictures(scene, state);
  draw_source(scene, state);
  if (!state.of) {
    dim_text(scene.look, "What is played belongs to a plan: choose one in the Plan room.");
    return;
  }
  const signals::Stimulus& stimulus = state.of->stimulus;
  begin_card(scene.look, "Stimulus", {0.0F, scene.look.px(kTimelineHeight + 90.0F)});
  dim_text(scene.look,
           fmt::format("{:.1f} s at {} Hz, the same for every take; ceiling {:.1f} dBFS peak",
                       seconds(stimulus.length(), stimulus.rate).value(), stimulus.rate.value(),
                       state.of->rig.safety.output_ceiling.value()));
  draw_timeline(scene, state);
  end_card();
  const float level_width = scene.look.px(kLevelWidth);
  const float parts_width =
      ImGui::GetContentRegionAvail().x - level_width - ImGui::GetStyle().ItemSpacing.x;
  begin_card(scene.look, "Its parts", {parts_width, 0.0F});
  draw_parts(scene.look, state.parts);
  end_card();
  ImGui::SameLine();
  draw_level_check_card(scene);
}

}  // namespace ampsweep::rig::gui
