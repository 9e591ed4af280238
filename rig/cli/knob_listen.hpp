// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/cli/verbs.hpp"

namespace ampsweep::rig::cli {

/// `knob RIG.toml listen`.
struct ListenArgs {
  std::string rig;
  std::string knob;  ///< Empty: only listen.
  std::string port;  ///< Empty: all there are.
  double seconds{15.0};
  bool write{false};
  bool whole_travel{false};  ///< The person says so.
};

/// Throws SetupError; kGateFailed when nothing was learned.
int run_listen(const Shell& shell, const ListenArgs& args);

}  // namespace ampsweep::rig::cli
