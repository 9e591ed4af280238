// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "rig/cli/verbs.hpp"

namespace ampsweep::rig::cli {

/// `calibrate RIG.toml knob NAME`. `rig`: the file named before.
void add_calibrate_knob(CLI::App& calibrate, Shell& shell, std::shared_ptr<const std::string> rig);

}  // namespace ampsweep::rig::cli
