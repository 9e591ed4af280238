// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/capture/run_job.hpp"
#include "rig/cli/verbs.hpp"

namespace ampsweep::rig::cli {

/// How the terminal watches a job.
struct WatchOptions {
  RunOptions run;
  bool yes{false};                  ///< Answers the arming check-list.
  bool takes_are_the_result{true};  ///< Else nothing goes to stdout.
};

/// run_job() on the bench its rig asks for, with progress on stderr. Throws SetupError.
[[nodiscard]] SessionSummary run_watched(const Shell& shell, Job& job, const WatchOptions& options);

/// What the shell is told of it.
[[nodiscard]] int exit_code(const SessionSummary& summary);

}  // namespace ampsweep::rig::cli
