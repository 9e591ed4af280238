// SPDX-License-Identifier: GPL-3.0-or-later

#include "rig/cli/analyze.hpp"

namespace ampsweep::rig::cli {

void add_analyze(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand("analyze", "measure recordings made anywhere");
  verb->require_subcommand(1);
  add_analyze_burst(*verb, shell);
  add_analyze_delay(*verb, shell);
  add_analyze_load(*verb, shell);
  add_analyze_output_impedance(*verb, shell);
  add_analyze_imd(*verb, shell);
  add_analyze_noise(*verb, shell);
  add_analyze_level(*verb, shell);
  add_analyze_models(*verb, shell);
  add_analyze_multisine(*verb, shell);
  add_analyze_sweep(*verb, shell);
  add_analyze_tone(*verb, shell);
  add_analyze_warm_up(*verb, shell);
}

}  // namespace ampsweep::rig::cli
