// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/cli/front.hpp"

namespace ampsweep::rig::cli {

/// The whole command line: parses, runs one verb, turns every refusal into a message on `front.err`
/// and an exit code (exit_code.hpp). Throws nothing.
[[nodiscard]] int run_cli(int argc, const char* const* argv, const Front& front);

}  // namespace ampsweep::rig::cli
