// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/linear_response.hpp"
#include "analysis/sweep_distortion.hpp"
#include "analysis/sweep_response.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig {

/// "reliable", "marginal" or "invalid".
[[nodiscard]] const char* validity_name(analysis::PacketValidity validity);

/// The parts of a sweep's document, as columns; docs/cli.md lists the keys. What
/// could not be measured is null.
[[nodiscard]] Json sweep_order_json(const analysis::HarmonicResponse& order);
[[nodiscard]] Json sweep_distortion_json(const analysis::DistortionPoint& point);
[[nodiscard]] Json linear_response_json(const analysis::LinearResponse& linear);

}  // namespace ampsweep::rig
