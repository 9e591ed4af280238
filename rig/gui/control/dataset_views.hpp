// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/gui/snapshot.hpp"
#include "rig/verify/verify_report.hpp"

namespace ampsweep::rig::gui {

/// One attempt of a take with its sound; `attempt` 0 is the accepted one, or the last.
/// What keeps it from being heard is in TakeView::error. Thread: the file worker's.
[[nodiscard]] TakeView view_take(const Dataset& dataset, int take, int attempt);

/// The same take with the spectrum of another stretch of it; none: of all. A stretch beyond its
/// ends is cut to them.
[[nodiscard]] TakeView with_spectrum(TakeView view, const std::optional<Stretch>& stretch);

/// The verdict first, then faults, flags, notes and how steady time stood, a line each.
[[nodiscard]] std::vector<VerifiedLine> verified_lines(const VerifyReport& report);

}  // namespace ampsweep::rig::gui
