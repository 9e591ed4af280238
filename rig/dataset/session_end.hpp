// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "rig/dataset/dataset.hpp"

namespace ampsweep::rig {

/// How a session ended. Finished: it went to the end of its plan, whatever it had to give up.
/// Failed: it began and could not go on (no device). Died: it said nothing any more: killed, or the
/// power went.
enum class SessionEnd { Finished, Stopped, Parked, Failed, Died };

[[nodiscard]] const char* to_string(SessionEnd end);

/// Of the newest session in a ledger's events, oldest first; one that still runs has Died, too.
/// Empty: none has begun.
[[nodiscard]] std::optional<SessionEnd> end_of_last_session(std::span<const Event> events);

}  // namespace ampsweep::rig
