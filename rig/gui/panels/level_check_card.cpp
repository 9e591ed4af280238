// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/level_check_card.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include "analysis/sound_check.hpp"
#include "rig/gui/widgets/parts.hpp"
#include "rig/model/bench_volts.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr double kPeakOverRms = 1.4142135623730951;  // full scales are those of a sine

std::string in_volts(const std::optional<Volts>& full_scale, DbFsPeak level) {
  if (!full_scale) return "";
  return fmt::format(", {:.3g} V peak", kPeakOverRms * full_scale->value() * amplitude(level));
}

void draw_forecast(const Scene& scene, const ReturnForecast& forecast) {
  const Look& look = scene.look;
  const BenchVolts volts = bench_volts(scene.now.plan.job->rig);
  field(look, "leaves at",
        fmt::format("{:.1f} dBFS peak{}", forecast.sent.value(),
                    in_volts(volts.amp_input, forecast.sent)));
  field(look, "comes back",
        fmt::format("between {:.1f} and {:.1f} dBFS peak; noise {:.0f}", forecast.at_least.value(),
                    forecast.at_most.value(), forecast.noise.value()));
  const std::string what = advice(forecast);
  mark_text(look, what.empty() ? Mark::Good : Mark::Warn,
            what.empty() ? "The input's gain suits it." : what);
}

void draw_silent_end(const Scene& scene, const SilentEnd& end) {
  if (!end.silent) return;
  mark_text(scene.look, Mark::Warn,
            fmt::format("{} = {:g} is near-mute ({:.0f} dB), {} takes lie there. In [design]:",
                        end.knob, end.lowest, end.level_db, end.settings));
  dim_text(scene.look, avoid_text(end));
}

}  // namespace

void draw_level_check_card(const Scene& scene) {
  begin_card(scene.look, "How loud will it come back?");
  const bool checking = scene.now.activity == Activity::Checking;
  if (button("Check the level",
             "Checks the bench, then plays one quiet chirp at the plan's reference setting and "
             "works out how loud the stimulus will come back. About half a minute.",
             !scene.busy(), checking ? "it is being checked" : "something else is running")) {
    scene.send(RunCheck{});
  }
  if (checking) {
    ImGui::SameLine();
    dim_text(scene.look, to_string(scene.now.capture.now.state));
  }
  if (scene.now.check && scene.now.check->forecast) {
    draw_forecast(scene, *scene.now.check->forecast);
    for (const SilentEnd& end : scene.now.check->silent_ends) draw_silent_end(scene, end);
  } else {
    dim_text(scene.look,
             "Not known yet. An amp compresses: the upper end is that of a linear one.");
  }
  end_card();
}

}  // namespace ampsweep::rig::gui
