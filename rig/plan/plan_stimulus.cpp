// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "rig/plan/plan_tables.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

std::string resolved(const std::string& name, const std::filesystem::path& folder) {
  return name.empty() ? "" : (folder / name).lexically_normal().string();
}

/// What the ceiling would clip must not be asked for: the take would not be what its label says.
DbFsPeak level(TableReader& table, const std::string& key, DbFsPeak fallback, const Rig& rig) {
  const DbFsPeak asked{table.number(key, fallback.value(), {-80.0, 0.0})};
  const DbFsPeak sent = asked + std::max(rig.levels.amp_send_gain, rig.levels.loopback_send_gain);
  if (sent > rig.safety.output_ceiling) {
    table.refuse(key,
                 number_text(asked.value()) + " leaves at " + number_text(sent.value()) +
                     " dBFS, above the rig's output_ceiling_dbfs_peak " +
                     number_text(rig.safety.output_ceiling.value()),
                 "lower the level, or the rig's send gains");
  }
  return asked;
}

}  // namespace

StimulusSpec read_stimulus(TableReader table, const Rig& rig, const std::filesystem::path& folder) {
  StimulusSpec spec;
  spec.audio_file = resolved(table.text("audio_file", ""), folder);
  spec.channel_rule = table.choice<std::string>(
      "channel_rule", spec.channel_rule, {{"left", "left"}, {"right", "right"}, {"mix", "mix"}});
  spec.validation_file = resolved(table.text("validation_file", ""), folder);
  spec.training_s = table.number("training_s", spec.training_s, {1.0, 3600.0});
  spec.validation_s = table.number("validation_s", spec.validation_s, {0.5, 600.0});
  spec.sweep_s = table.number("sweep_s", spec.sweep_s, {0.5, 60.0});
  spec.peak = level(table, "training_level_dbfs_peak", spec.peak, rig);
  spec.sweep_level = level(table, "sweep_level_dbfs_peak", spec.sweep_level, rig);
  spec.marker_level = level(table, "marker_level_dbfs_peak", spec.marker_level, rig);
  spec.seed = table.seed("seed", spec.seed);
  if (table.has("suite")) {
    spec.suite = table.choice<signals::Suite>(
        "suite", signals::Suite::Quick,
        {{"quick", signals::Suite::Quick}, {"full", signals::Suite::Full}});
  }
  table.finish();
  return spec;
}

}  // namespace ampsweep::rig
