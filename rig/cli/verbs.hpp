// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "rig/cli/exit_code.hpp"
#include "rig/cli/front.hpp"

namespace ampsweep::rig::cli {

/// What every verb shares while one command line is carried out.
struct Shell {
  const Front& front;
  bool json{false};
  bool quiet{false};
  std::function<int()> run;  ///< Set by the verb that was named; called after parsing.
};

/// For Option::type_name, where a value is a path: --help says so, and the completion of a shell
/// (rig/packaging) offers files or folders.
inline constexpr const char* kFile = "FILE";
inline constexpr const char* kFolder = "DIR";

/// All of the command line: what the verbs share, then every verb.
void add_command_line(CLI::App& app, Shell& shell);

// One file per verb: each adds its options to `app` and, when named, sets `shell.run`.
void add_amps(CLI::App& app, Shell& shell);
void add_analyze(CLI::App& app, Shell& shell);
void add_calibrate(CLI::App& app, Shell& shell);
void add_capture(CLI::App& app, Shell& shell);
void add_check(CLI::App& app, Shell& shell);
void add_compare(CLI::App& app, Shell& shell);
void add_devices(CLI::App& app, Shell& shell);
void add_export(CLI::App& app, Shell& shell);
void add_gui(CLI::App& app, Shell& shell);
void add_hooks(CLI::App& app, Shell& shell);
void add_knob(CLI::App& app, Shell& shell);
void add_measure(CLI::App& app, Shell& shell);
void add_nam_metadata(CLI::App& app, Shell& shell);
void add_plan(CLI::App& app, Shell& shell);
void add_play(CLI::App& app, Shell& shell);
void add_rebuild(CLI::App& app, Shell& shell);
void add_report(CLI::App& app, Shell& shell);
void add_requeue(CLI::App& app, Shell& shell);
void add_serve(CLI::App& app, Shell& shell);
void add_status(CLI::App& app, Shell& shell);
void add_verify(CLI::App& app, Shell& shell);

}  // namespace ampsweep::rig::cli
