// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/check_card.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

void draw_buttons(const Scene& scene) {
  const bool can = scene.now.rig.in_force && !scene.busy();
  const char* const why = scene.busy() ? "something else is running" : "choose a rig first";
  if (main_button(scene.look, "Check the bench",
                  "Proves the load with a quiet chirp, then reads levels, noise, loopback, "
                  "polarity and the delay's stability. About half a minute.",
                  can, why)) {
    scene.send(RunCheck{});
  }
  ImGui::SameLine();
  if (button("With new loopback level", "The same; keeps the loopback level it finds", can, why)) {
    scene.send(RunCheck{true, false});
  }
  if (button("Measure the loopback offset",
             "Put a cable in the amp's place first: amp send to amp return", can, why)) {
    scene.send(RunCheck{false, true});
  }
}

void draw_figures(const Look& look, const PreflightReport& report) {
  for (const InputReading& input : report.inputs) {
    field(look, input.name.c_str(),
          fmt::format("peak {:.1f} dBFS peak, idle {:.1f} dBFS rms", input.peak.value(),
                      input.noise.value()));
  }
  if (report.loopback) {
    const LoopbackReading& loop = *report.loopback;
    field(look, "loopback",
          fmt::format("{:.3f} samples, spread {:.4f}, drift {:.3f} ppm, {:.1f} dB SNR",
                      loop.delay_samples, loop.spread_samples, loop.drift_ppm, loop.snr_db));
  }
  if (report.loopback_offset_samples) {
    field(look, "offset", fmt::format("{:.3f} samples", *report.loopback_offset_samples));
  }
  field(look, "polarity",
        report.polarity > 0   ? "normal"
        : report.polarity < 0 ? "inverted"
                              : "unsure");
}

void draw_verdict(const Look& look, const Verdict& verdict) {
  for (const Fault& fault : verdict.faults) mark_text(look, Mark::Bad, fault.detail);
  for (const Fault& fault : verdict.warnings) mark_text(look, Mark::Warn, fault.detail);
  for (const Gate& gate : verdict.gates) {
    mark_text(look, gate.passed ? Mark::Good : Mark::Bad,
              fmt::format("{} {:.3g} of {:.3g} {}", gate.name, gate.value, gate.limit, gate.unit));
  }
}

}  // namespace

void draw_check_card(const Scene& scene) {
  draw_buttons(scene);
  if (scene.now.activity == Activity::Checking) {
    ImGui::ProgressBar(static_cast<float>(scene.now.capture.now.take_position), {-1.0F, 0.0F},
                       to_string(scene.now.capture.now.state));
  } else if (!scene.now.check) {
    dim_text(scene.look, "Not checked since the program started.");
  }
  if (scene.now.check) {
    const PreflightReport& report = *scene.now.check;
    mark_text(scene.look, report.ok() ? Mark::Good : Mark::Bad,
              report.ok() ? "All well." : "Not yet: see below.");
    draw_figures(scene.look, report);
    draw_verdict(scene.look, report.verdict);
  }
}

}  // namespace ampsweep::rig::gui
