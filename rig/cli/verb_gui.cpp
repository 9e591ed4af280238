// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/verbs.hpp"

namespace ampsweep::rig::cli {

void add_gui(CLI::App& app, Shell& shell) {
  auto* verb =
      app.add_subcommand("gui", "the window: everything the command line does, to look at");
  verb->footer(
      "A first start offers the simulated bench and a first capture on it. Rig, plan and looks "
      "are\n"
      "remembered in ~/.config/ampsweep/window.json.");
  verb->callback([&shell] {
    shell.run = [&shell]() -> int {
      shell.front.window();
      return shell.front.stop.stop_requested() ? kInterrupted : kOk;
    };
  });
}

}  // namespace ampsweep::rig::cli
