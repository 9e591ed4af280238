// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/levels_card.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include "rig/gui/widgets/parts.hpp"
#include "signals/calibration.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kNumber = 90.0F;

std::string full_scale_text(const std::optional<Dbu>& full_scale,
                            const std::optional<Decibels>& sigma) {
  if (!full_scale) return "unknown";
  const std::string doubt = sigma ? fmt::format(" \u00B1 {:.3f}", sigma->value()) : "";
  return fmt::format("{:+.3f}{} dBu  ({:.4g} V rms)", full_scale->value(), doubt,
                     volts_of(*full_scale).value());
}

void draw_known(const Look& look, const Rig& rig) {
  dim_text(look, "A sine of 0 dBFS peak is, as the rig file says:");
  field(look, "at the send",
        full_scale_text(rig.levels.output_full_scale, rig.level_record.output_sigma));
  field(look, "at the return",
        full_scale_text(rig.levels.input_full_scale, rig.level_record.input_sigma));
  if (!rig.level_record.date.empty()) field(look, "measured", rig.level_record.date);
}

void number(const Look& look, const char* label, double& value, const char* hint) {
  ImGui::SetNextItemWidth(look.px(kNumber));
  ImGui::InputDouble(label, &value, 0.0, 0.0, "%g");
  if (ImGui::IsItemHovered()) tooltip(hint);
}

void draw_wish(const Look& look, LevelsCardState& state) {
  ImGui::Checkbox("the return as well", &state.wish.with_return);
  ImGui::SameLine();
  ImGui::Checkbox("again 10 dB lower", &state.wish.check);
  if (ImGui::IsItemHovered()) tooltip("Proves that the path is linear: within 0.1 dB");
  ImGui::Checkbox("the meter stands across the amp's input", &state.wish.amp_connected);
  if (ImGui::IsItemHovered()) {
    tooltip("Not across a free plug: the amp loads the send then, as it will later");
  }
  number(look, "Hz", state.tone_hz, "Of the tone, 20 to 2000; 50 to 400 suits cheap meters");
  ImGui::SameLine();
  number(look, "dBFS peak", state.level_dbfs_peak, "Of the tone at the output, -60 to 0");
  number(look, "% meter accuracy", state.wish.meter_percent, "Of the reading, from its data sheet");
}

/// What keeps the wizard from starting; empty: nothing.
std::string objection(const Scene& scene, const LevelsCardState& state) {
  if (!scene.now.rig.in_force) return "choose a rig first";
  if (scene.busy()) return "something else is running";
  if (state.tone_hz < 20.0 || state.tone_hz > 2000.0) return "the tone must be 20 to 2000 Hz";
  if (state.level_dbfs_peak < -60.0 || state.level_dbfs_peak > 0.0) {
    return "the level must be -60 to 0 dBFS peak";
  }
  if (state.wish.meter_percent < 0.0 || state.wish.meter_percent > 20.0) {
    return "the meter's accuracy must be 0 to 20 %";
  }
  return "";
}

void draw_found(const Look& look, const LevelsView& levels) {
  if (!levels.report) return;
  const LevelsReport& report = *levels.report;
  mark_text(look, report.ok() ? Mark::Good : Mark::Bad,
            report.ok() ? (levels.written ? "Found, and written into the rig file."
                                          : "Found. Not written: the devices are simulated.")
                        : "Refused: nothing was written.");
  const auto side = [&](const char* name, const std::optional<MeasuredFullScale>& found) {
    if (!found) return;
    field(look, name, full_scale_text(found->full_scale, found->sigma));
  };
  side("at the send", report.output);
  side("at the return", report.input);
  for (const LevelGate& gate : report.gates) {
    mark_text(look, gate.passed() ? Mark::Good : Mark::Bad,
              fmt::format("{} {:.3f} (from {:g} to {:g}) {}", gate.name, gate.value, gate.low,
                          gate.high, gate.unit));
  }
}

}  // namespace

void draw_levels_card(const Scene& scene, LevelsCardState& state) {
  const Look& look = scene.look;
  if (scene.now.rig.in_force) draw_known(look, *scene.now.rig.in_force);
  const auto& levels = scene.now.levels;
  if (scene.now.activity == Activity::Calibrating) {
    mark_text(look, Mark::None, levels ? levels->doing : "");
    dim_text(look, "The questions lead through it. STOP ends it, nothing is written then.");
    return;
  }
  draw_wish(look, state);
  const std::string why_not = objection(scene, state);
  if (main_button(look, "Calibrate with a meter",
                  "A quiet tone, and a multimeter that reads AC volts. Every step is asked.",
                  why_not.empty(), why_not)) {
    state.wish.tone = Hertz{state.tone_hz};
    state.wish.level = DbFsPeak{state.level_dbfs_peak};
    scene.send(CalibrateLevels{state.wish});
  }
  if (levels) draw_found(look, *levels);
}

}  // namespace ampsweep::rig::gui
