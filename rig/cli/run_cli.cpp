// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/run_cli.hpp"

#include <exception>
#include <ostream>
#include <sstream>

#include "rig/cli/verbs.hpp"
#include "rig/model/terminal_text.hpp"
#include "rig/model/version.hpp"

namespace ampsweep::rig::cli {
namespace {

constexpr const char* kAbout =
    "Ampsweep plays test signals through an amp and a load box while it turns the amp's knobs,\n"
    "aligns what comes back against a loopback, and writes a knob-labelled dataset with reports.";

constexpr const char* kFooter =
    "First capture without any hardware (not installed: the plan is in fixtures/plans):\n"
    "  ampsweep capture /usr/share/ampsweep/plans/demo.toml --simulate --out my-amp\n"
    "  ampsweep verify my-amp && ampsweep report my-amp\n"
    "\n"
    "Exit codes: 0 ok, 1 a quality gate failed, 2 usage, 3 device or set-up, 4 file or data,\n"
    "5 safety stop or parked, 130 interrupted.";

void add_verbs(CLI::App& app, Shell& shell) {
  add_devices(app, shell);
  add_amps(app, shell);
  add_check(app, shell);
  add_calibrate(app, shell);
  add_knob(app, shell);
  add_plan(app, shell);
  add_capture(app, shell);
  add_serve(app, shell);
  add_hooks(app, shell);
  add_status(app, shell);
  add_play(app, shell);
  add_requeue(app, shell);
  add_verify(app, shell);
  add_analyze(app, shell);
  add_measure(app, shell);
  add_compare(app, shell);
  add_report(app, shell);
  add_export(app, shell);
  add_nam_metadata(app, shell);
  add_rebuild(app, shell);
  add_gui(app, shell);
}

/// The first word that should have been a verb and is none; empty: there is no such word.
std::string unknown_verb(const CLI::App& app, int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.empty() || word.front() == '-') continue;
    for (const auto* verb : app.get_subcommands({})) {
      if (verb->get_name() == word) return "";
    }
    return word;
  }
  return "";
}

/// Help and version go to `out`, complaints to `err`.
int explain(const CLI::App& app, const CLI::ParseError& error, int argc, const char* const* argv,
            const Front& front) {
  if (const std::string word = unknown_verb(app, argc, argv); !word.empty()) {
    front.err << "ampsweep: there is no verb \"" << word << "\"\n  try: one of";
    for (const auto* verb : app.get_subcommands({})) front.err << ' ' << verb->get_name();
    front.err << "; ampsweep --help explains\n";
    return kUsage;
  }
  const int code = app.exit(error, front.out, front.err);
  return code == 0 ? kOk : kUsage;
}

/// Names of files and labels stand in messages: lines stay, whatever steers a terminal goes.
std::string for_terminal(const std::string& text) {
  std::string shown;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    shown += (shown.empty() ? "" : "\n") + one_line(line);
  }
  return shown;
}

}  // namespace

ExitCode exit_code(SetupKind kind) {
  switch (kind) {
    case SetupKind::Usage:
      return kUsage;
    case SetupKind::Device:
      return kDevice;
    case SetupKind::Data:
      return kData;
    case SetupKind::Safety:
      return kSafety;
  }
  return kDevice;
}

void add_command_line(CLI::App& app, Shell& shell) {
  app.name("ampsweep");
  app.description(kAbout);
  app.footer(kFooter);
  app.set_version_flag("--version", kSoftware);
  app.require_subcommand(1);
  app.fallthrough();
  app.add_flag("--json", shell.json, "results as JSON on stdout");
  app.add_flag("--quiet", shell.quiet, "no progress on stderr");
  add_verbs(app, shell);
}

int run_cli(int argc, const char* const* argv, const Front& front) {
  CLI::App app;
  Shell shell{front, false, false, {}};
  add_command_line(app, shell);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return explain(app, error, argc, argv, front);
  }
  try {
    return shell.run();
  } catch (const SetupError& error) {
    front.err << "ampsweep: " << for_terminal(error.what()) << '\n';
    return front.stop.stop_requested() ? kInterrupted : exit_code(error.kind());
  } catch (const std::exception& error) {
    front.err << "ampsweep: unexpected: " << for_terminal(error.what())
              << "\n  try: report this as a bug\n";
    return kDevice;
  }
}

}  // namespace ampsweep::rig::cli
