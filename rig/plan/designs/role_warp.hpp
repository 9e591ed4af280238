// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/plan/design_space.hpp"

namespace ampsweep::rig {

/// Where a role-aware design puts an even draw `u` on a knob's range, both 0..1:
///
///   eq            quantile of Beta(1.7, 1.7): more settings near the middle, where players leave
///                 tone controls
///   gain, level   u / 2 + (1 - cos(pi u)) / 4: more settings near both ends, where these knobs
///                 change most
///   other         u
///
/// Increasing and symmetric about the middle; 0 stays 0 and 1 stays 1. In simulation (four amps of
/// 3 to 6 knobs, a real pedal's model) 0.65 of plain Sobol's captures gave the same held-out error
/// on settings players use.
///
/// Needs:    0 <= u <= 1.
/// Accuracy: 1e-13, against 30-digit values (tests/rig/plan/designs/role_warp_test.cpp).
/// Promise:  the same to the bit on every machine: + - * / and sqrt only, where the library's pow
///           and cos may differ in the last bit.
[[nodiscard]] double warped(KnobRole role, double u);
/// The way back: warped(role, unwarped(role, share)) == share within rounding.
[[nodiscard]] double unwarped(KnobRole role, double share);

/// The role an axis is warped by: a switch has no ends and no middle, whatever its role.
[[nodiscard]] KnobRole warp_role(const Axis& axis);

}  // namespace ampsweep::rig
