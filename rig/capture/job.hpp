// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

enum class Devices { Real, Simulated };

/// A plan with everything it names: what `plan` shows and `capture` carries out.
struct Job {
  Rig rig;
  Plan plan;
  signals::Stimulus stimulus;
};

/// Throws SetupError{Data} naming file and line.
[[nodiscard]] Job load_job(const std::string& plan_file, Devices devices,
                           std::optional<double> allow_correlation);

/// The rig with every device swapped for the simulated bench; hash and all, so that a simulated
/// dataset is never continued on hardware. Unchanged for Devices::Real.
[[nodiscard]] Rig on_devices(Rig rig, Devices devices);

}  // namespace ampsweep::rig
