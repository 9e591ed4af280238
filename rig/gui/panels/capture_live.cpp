// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/capture_live.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <optional>

#include "rig/gui/live_traces.hpp"
#include "rig/gui/plot_file.hpp"
#include "rig/gui/widgets/meter.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr double kScopeSeconds = 0.03;
constexpr double kLowestHz = 20.0;
constexpr std::size_t kListed = 100;
constexpr float kMetersWidth = 440.0F;

SampleRate rate_of(const Snapshot& now) {
  return now.rig.in_force ? now.rig.in_force->audio.rate : SampleRate{48000};
}

std::vector<std::string> input_names(const Snapshot& now) {
  std::vector<std::string> names;
  if (!now.rig.in_force) return names;
  for (const Channel& input : now.rig.in_force->audio.inputs) names.push_back(input.name);
  return names;
}

void listen(const Snapshot& now, CaptureLiveState& state) {
  if (!now.live.scope || now.live.scope == state.heard) return;
  state.heard = now.live.scope;
  state.scope_traces = scope_traces(*state.heard, input_names(now), rate_of(now), kScopeSeconds);
  state.spectrum_traces = spectrum_traces(*state.heard, input_names(now), rate_of(now));
}

std::shared_ptr<const TraceData> level_line(const TraceData& along, double level) {
  const double last = along.x(along.size() - 1);
  return TraceData::points({along.x(0), std::max(last, along.x(0) + 1.0)},
                           std::vector<double>{level, level});
}

Plot delay_plot(const std::optional<DelayCurve>& found) {
  Plot plot;
  plot.x = {"take", Unit::None, Scale::Linear, std::nullopt};
  plot.y = {"delay moved by", Unit::Samples, Scale::Linear, std::nullopt};
  if (!found) return plot;
  const DelayCurve& curve = *found;
  plot.title = fmt::format("Delay {:.3f} samples, epoch {}", curve.delay_samples, curve.epoch);
  plot.traces.push_back({"delay", TraceKind::MarkedLine, curve.moved, std::nullopt});
  plot.traces.push_back({"drift over take", TraceKind::Scatter, curve.drift, std::nullopt});
  if (curve.limit_samples) {
    const double limit = *curve.limit_samples;
    plot.traces.push_back(
        {"limit", TraceKind::Line, level_line(*curve.moved, limit), std::nullopt});
    plot.traces.push_back(
        {"-limit", TraceKind::Line, level_line(*curve.moved, -limit), plot.traces[2].colour});
  }
  return plot;
}

void follow_delay(const Snapshot& now, CaptureLiveState& state) {
  if (now.capture.judged == state.judged && !state.delay_plot.x.label.empty()) return;
  state.judged = now.capture.judged;
  state.delay_plot = delay_plot(state.judged ? delay_curve(*state.judged) : std::nullopt);
}

void draw_plots(const Scene& scene, CaptureLiveState& state, float height) {
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const ImVec2 size{(ImGui::GetContentRegionAvail().x - 2.0F * gap) / 3.0F, height};
  Plot scope;
  scope.x = {"time", Unit::Seconds, Scale::Linear, std::nullopt};
  scope.y = {"scope", Unit::None, Scale::Linear, std::nullopt};
  scope.traces = state.scope_traces;
  draw_saved_plot(scene, "scope", scope, state.scope, size, "live-scope");
  ImGui::SameLine();
  Plot spectrum;
  spectrum.x = {"frequency", Unit::Hertz, Scale::Log,
                Range{kLowestHz, rate_of(scene.now).value() / 2.0}};
  spectrum.y = {"spectrum", Unit::DbFsPeak, Scale::Linear, Range{-140.0, 0.0}};
  spectrum.traces = state.spectrum_traces;
  draw_saved_plot(scene, "spectrum", spectrum, state.spectrum, size, "live-spectrum");
  ImGui::SameLine();
  draw_saved_plot(scene, "delay", state.delay_plot, state.delay, size, "live-delay");
}

void draw_levels(const Scene& scene) {
  const auto names = input_names(scene.now);
  const auto& peaks = scene.now.live.meters.input_peak;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool known = scene.now.capture.running && i < peaks.size();
    draw_meter(scene.look, names[i], known ? peaks[i] : 0.0F, scene.look.px(150.0F));
  }
}

void draw_attempt(const Look& look, const JudgedAttempt& one) {
  const Mark mark = !one.verdict.accepted          ? Mark::Bad
                    : one.verdict.warnings.empty() ? Mark::Good
                                                   : Mark::Warn;
  const std::string delay =
      was_timed(one.verdict) ? fmt::format("delay {:.3f}", one.measured.delay_samples) : "no delay";
  mark_text(look, mark,
            fmt::format("take {}{}   {}   {}   peak {:.1f} dBFS", one.take,
                        one.attempt > 1 ? fmt::format(" (try {})", one.attempt) : "", one.setting,
                        delay, one.measured.peak.value()));
  const std::string why = why_refused(one.verdict);
  if (!why.empty()) coloured_text(colour(look, mark), "      " + why);
}

void draw_verdicts(const Scene& scene) {
  const auto& judged = scene.now.capture.judged;
  if (!judged || judged->empty()) {
    dim_text(scene.look, "Verdicts are listed here, newest first.");
    return;
  }
  const std::size_t count = std::min(kListed, judged->size());
  for (std::size_t i = 0; i < count; ++i) {
    draw_attempt(scene.look, (*judged)[judged->size() - 1 - i]);
  }
}

}  // namespace

void draw_capture_live(const Scene& scene, CaptureLiveState& state) {
  listen(scene.now, state);
  follow_delay(scene.now, state);
  const ImVec2 room = ImGui::GetContentRegionAvail();
  draw_plots(scene, state, room.y * 0.56F);
  const Look& look = scene.look;
  ImGui::BeginChild("levels", {look.px(kMetersWidth), 0.0F}, true);
  draw_levels(scene);
  ImGui::EndChild();
  ImGui::SameLine();
  ImGui::BeginChild("verdicts", {0.0F, 0.0F}, true);
  draw_verdicts(scene);
  ImGui::EndChild();
}

}  // namespace ampsweep::rig::gui
