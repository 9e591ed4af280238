// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/dataset_sound.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <filesystem>
#include <string>

#include "rig/gui/plot/plot_layout.hpp"
#include "rig/gui/plot_file.hpp"
#include "rig/gui/plot_look.hpp"
#include "rig/gui/widgets/parts.hpp"
#include "rig/gui/widgets/role_strip.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kTallEnough = 420.0F;  // for one plot above the other
constexpr double kLowestHz = 20.0;

std::string name_of(const TakeView& view, bool held) {
  return fmt::format("{}take {} attempt {}", held ? "held: " : "", view.take, view.attempt);
}

using Part = std::shared_ptr<const TraceData> TakeView::*;

/// Both takes, the one in view last so that it lies on top; each keeps its colour when the other
/// comes or goes.
std::vector<Trace> traces_of(const DatasetView& now, Part part, const PlotStyle& style) {
  std::vector<Trace> traces;
  if (now.held && (*now.held).*part) {
    traces.push_back(
        {name_of(*now.held, true), TraceKind::Line, (*now.held).*part, look_of(style, 1).colour});
  }
  if (now.shown && (*now.shown).*part) {
    traces.push_back({name_of(*now.shown, false), TraceKind::Line, (*now.shown).*part,
                      look_of(style, 0).colour});
  }
  return traces;
}

/// "my-amp-take-00012-wave"
std::string file_name(const Scene& scene, const char* kind) {
  return fmt::format("{}-take-{:05}-{}", scene.now.dataset.dataset->dir.filename().string(),
                     scene.now.dataset.shown->take, kind);
}

void draw_wave(const Scene& scene, DatasetSoundState& state, ImVec2 size) {
  const PlotStyle style = plot_style(scene.look);
  Plot plot;
  plot.x = {"time", Unit::Seconds, Scale::Linear, std::nullopt};
  plot.y = {"sample", Unit::None, Scale::Linear, std::nullopt};
  plot.traces = traces_of(scene.now.dataset, &TakeView::wave, style);
  size.y -= role_strip_height() + ImGui::GetStyle().ItemSpacing.y;
  ImGui::BeginGroup();
  draw_saved_plot(scene, "wave", plot, state.wave, size, file_name(scene, "wave"));
  const auto text_size = [](std::string_view text) {
    const ImVec2 drawn = ImGui::CalcTextSize(text.data(), text.data() + text.size());
    return Size{static_cast<double>(drawn.x), static_cast<double>(drawn.y)};
  };
  const PlotLayout layout =
      lay_out(plot, shown_ranges(plot, state.wave),
              {static_cast<double>(size.x), static_cast<double>(size.y)}, text_size);
  const Dataset& dataset = *scene.now.dataset.dataset;
  draw_role_strip(scene.look, dataset.segments, dataset.rate, layout.x, size.x);
  ImGui::EndGroup();
}

void draw_spectrum(const Scene& scene, DatasetSoundState& state, ImVec2 size) {
  const DatasetView& now = scene.now.dataset;
  const PlotStyle style = plot_style(scene.look);
  Plot plot;
  plot.title = now.stretch ? fmt::format("Spectrum of {:.3f} to {:.3f} s", now.stretch->from_s,
                                         now.stretch->to_s)
                           : "Spectrum of the whole";
  plot.x = {"frequency", Unit::Hertz, Scale::Log,
            Range{kLowestHz, now.dataset->rate.value() / 2.0}};
  plot.y = {"level", Unit::DbFsPeak, Scale::Linear, std::nullopt};
  plot.traces = traces_of(now, &TakeView::spectrum, style);
  draw_saved_plot(scene, "spectrum", plot, state.spectrum, size, file_name(scene, "spectrum"));
}

/// Asks for the spectrum of what the waveform shows, once the hand is off the mouse.
void follow_zoom(const Scene& scene, DatasetSoundState& state) {
  if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
  const auto wanted = stretch_shown(state.wave);
  if (wanted == state.asked) return;
  state.asked = wanted;
  scene.send(ShowStretch{wanted});
}

}  // namespace

std::optional<Stretch> stretch_shown(const PlotView& wave) {
  if (!wave.x->range) return std::nullopt;
  return Stretch{wave.x->range->low, wave.x->range->high};
}

void draw_dataset_sound(const Scene& scene, DatasetSoundState& state) {
  const TakeView& shown = *scene.now.dataset.shown;
  if (!shown.sound) {
    mark_text(scene.look, Mark::Warn, shown.error);
    return;
  }
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const ImVec2 gap = ImGui::GetStyle().ItemSpacing;
  if (room.y >= scene.look.px(kTallEnough)) {
    const float half = (room.y - gap.y) / 2.0F;
    draw_wave(scene, state, {room.x, half});
    draw_spectrum(scene, state, {room.x, half});
  } else {
    const float half = (room.x - gap.x) / 2.0F;
    draw_wave(scene, state, {half, room.y});
    ImGui::SameLine();
    draw_spectrum(scene, state, {half, room.y});
  }
  follow_zoom(scene, state);
}

}  // namespace ampsweep::rig::gui
