// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "rig/measure/take_measurement.hpp"

namespace ampsweep::test {

inline constexpr double kA2 = 0.3;

/// The suite through y = x + a2 x^2 + 0.2 x^3 with white noise of -100 dBFS rms, measured.
/// Harmonics and the rest have closed forms; tests/rig/measure/take_measurement_test.cpp checks
/// them.
[[nodiscard]] std::shared_ptr<const rig::TakeMeasurement> polynomial_measurement(
    signals::Suite suite, double a2 = kA2);

/// The same of silence: every part refuses.
[[nodiscard]] std::shared_ptr<const rig::TakeMeasurement> silent_measurement();

}  // namespace ampsweep::test
