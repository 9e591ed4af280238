// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/cli/verbs.hpp"

namespace ampsweep::rig::cli {

/// One sub-verb of `ampsweep analyze` each, in a file of its name.
void add_analyze_burst(CLI::App& analyze, Shell& shell);
void add_analyze_delay(CLI::App& analyze, Shell& shell);
void add_analyze_load(CLI::App& analyze, Shell& shell);
void add_analyze_output_impedance(CLI::App& analyze, Shell& shell);
void add_analyze_imd(CLI::App& analyze, Shell& shell);
void add_analyze_noise(CLI::App& analyze, Shell& shell);
void add_analyze_level(CLI::App& analyze, Shell& shell);
void add_analyze_models(CLI::App& analyze, Shell& shell);
void add_analyze_multisine(CLI::App& analyze, Shell& shell);
void add_analyze_sweep(CLI::App& analyze, Shell& shell);
void add_analyze_tone(CLI::App& analyze, Shell& shell);
void add_analyze_warm_up(CLI::App& analyze, Shell& shell);

}  // namespace ampsweep::rig::cli
