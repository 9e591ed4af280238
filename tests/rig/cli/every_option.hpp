// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as CLI11 has it, listed without the code under test.
#pragma once

#include <CLI/CLI.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "rig/cli/verbs.hpp"

namespace ampsweep::test {

struct NamedOption {
  std::string verb;  ///< "ampsweep analyze tone"
  std::string name;  ///< "--notch-q", or that of an argument: "file"
  std::string help;
  std::string type;
  bool is_argument{false};
};

struct CommandLine {
  std::ostringstream out;
  rig::cli::Front front{{}, {}, {}, out, out, false, {}};
  rig::cli::Shell shell{front, false, false, {}};
  CLI::App app;
  std::vector<std::string> verbs;    ///< "ampsweep analyze", ...
  std::vector<NamedOption> options;  ///< Without a verb's own --help.

  CommandLine() {
    rig::cli::add_command_line(app, shell);
    read(app, "ampsweep");
  }

 private:
  // `path` by value: `verbs` grows meanwhile.
  void read(const CLI::App& from, const std::string path) {
    for (const CLI::Option* option : from.get_options()) {
      const auto& lnames = option->get_lnames();
      for (const std::string& name : lnames) {
        if (name == "help" && path != "ampsweep") continue;
        options.push_back({path, "--" + name, option->get_description(), option->get_type_name()});
      }
      if (lnames.empty()) {
        options.push_back(
            {path, option->get_name(), option->get_description(), option->get_type_name(), true});
      }
    }
    for (const CLI::App* below : from.get_subcommands({})) {
      const bool verb = !below->get_name().empty();
      if (verb) verbs.push_back(path + ' ' + below->get_name());
      read(*below, verb ? verbs.back() : path);
    }
  }
};

}  // namespace ampsweep::test
