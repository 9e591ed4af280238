// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/capture/session.hpp"
#include "rig/cli/job.hpp"
#include "rig/cli/verbs.hpp"

namespace ampsweep::rig::cli {

struct RunOptions {
  std::string out;  ///< Dataset folder.
  bool resume{false};
  bool freewheel{false};
  bool yes{false};           ///< Answers the arming check-list.
  bool takes_are_the_result{true};  ///< Else nothing goes to stdout.
  bool no_tap_guard{false};  ///< Said so on the command line; recorded.
};

/// Carries a job out on its bench, with progress, into a dataset. Throws SetupError.
[[nodiscard]] SessionSummary run_job(const Shell& shell, Job& job, const RunOptions& options);

/// What the shell is told of it.
[[nodiscard]] int exit_code(const SessionSummary& summary);

}  // namespace ampsweep::rig::cli
