// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/cli/verbs.hpp"

namespace ampsweep::rig::cli {

/// Tells what a running session does until it ends: its events as they come, on stdout, and how far
/// it is, on stderr. With --json a line for every change. Reads the ledger when its files have
/// changed; nothing of it is written, and the session notices nothing.
///
/// Returns kOk at the session's end, kGateFailed when takes are missing then, kInterrupted at a
/// stop. Throws SetupError{Data}: no dataset.
[[nodiscard]] int follow_status(const Shell& shell, const std::string& dir);

}  // namespace ampsweep::rig::cli
