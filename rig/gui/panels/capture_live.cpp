// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/capture_live.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "rig/gui/widgets/meter.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr std::size_t kShown = 12;

void draw_attempt(const Look& look, const JudgedAttempt& one) {
  const Mark mark = !one.verdict.accepted          ? Mark::Bad
                    : one.verdict.warnings.empty() ? Mark::Good
                                                   : Mark::Warn;
  std::string text =
      fmt::format("take {}  {}  delay {:.3f}", one.take, one.setting, one.measured.delay_samples);
  if (!one.verdict.faults.empty()) text += "  " + one.verdict.faults.front().detail;
  mark_text(look, mark, text);
}

}  // namespace

void draw_capture_live(const Scene& scene) {
  const auto& rig = scene.now.rig.in_force;
  const auto& peaks = scene.now.live.meters.input_peak;
  if (rig && scene.now.capture.running) {
    for (std::size_t i = 0; i < std::min(peaks.size(), rig->audio.inputs.size()); ++i) {
      draw_meter(scene.look, rig->audio.inputs[i].name, peaks[i], scene.look.px(420.0F));
    }
  }
  const auto& judged = scene.now.capture.judged;
  if (!judged) return;
  const std::size_t count = std::min(kShown, judged->size());
  for (std::size_t i = 0; i < count; ++i) {
    draw_attempt(scene.look, (*judged)[judged->size() - 1 - i]);
  }
}

}  // namespace ampsweep::rig::gui
