// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/model/result.hpp"

namespace ampsweep::rig::cli {

/// What scripts see. Documented in --help and docs/cli.md; tested in tests/rig/cli.
enum ExitCode : int {
  kOk = 0,
  kGateFailed = 1,  ///< A quality gate failed.
  kUsage = 2,
  kDevice = 3,  ///< Device or set-up.
  kData = 4,    ///< File or data: the verb could not run.
  kSafety = 5,  ///< Safety stop, or the session parked.
  kInterrupted = 130
};

[[nodiscard]] ExitCode exit_code(SetupKind kind);

}  // namespace ampsweep::rig::cli
