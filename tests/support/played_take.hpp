// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/capture/play_take.hpp"
#include "rig/ports/bench.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::test {

/// What a bench that is not open yet returns of a stimulus. A fault fails the test.
[[nodiscard]] rig::Recording played_take(rig::Bench& bench, const rig::Rig& rig,
                                         const signals::Stimulus& stimulus);

}  // namespace ampsweep::test
