// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/model/command_facts.hpp"

namespace CLI {
class App;
}  // namespace CLI

namespace ampsweep::rig::cli {

/// What CLI11 knows of a command line, in words of ours. Hidden verbs and options are left out,
/// those of an option group belong to the verb that has the group.
[[nodiscard]] CommandFacts command_facts(const CLI::App& app);

/// Of `ampsweep`: every verb of rig/cli.
[[nodiscard]] CommandFacts ampsweep_command();

}  // namespace ampsweep::rig::cli
