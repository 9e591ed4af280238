// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct MeasureStartState {
  std::string rig_hash;  ///< Of the rig whose knobs `setting` is for.
  Setting setting;
  bool over_plan{false};
  bool full{false};
  float level_dbfs_peak{-12.0F};
  int repeat{1};
  bool freewheel{false};
  std::string dir;
  std::string asked_for;  ///< What the last NameMeasurement was asked for.
  std::string suggested;
  std::optional<BenchCommand> last;  ///< The measurement started here, for Resume.
};

/// Where the knobs stand as far as it is known, else mid travel.
[[nodiscard]] Setting where_knobs_stand(const Snapshot& now);

/// What is asked for with the form as it is.
[[nodiscard]] BenchCommand measurement_wished(const MeasureStartState& state);

/// What to measure and at which setting, and the measurement while it runs.
void draw_measure_start(const Scene& scene, MeasureStartState& state);

/// One line of how the measurement that runs is getting on; nothing when none does.
void draw_measure_progress(const Scene& scene);

}  // namespace ampsweep::rig::gui
