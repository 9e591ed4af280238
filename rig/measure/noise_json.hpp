// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include "analysis/noise_change.hpp"
#include "analysis/noise_figures.hpp"
#include "analysis/ripple.hpp"

namespace ampsweep::rig {

/// The documents of `analyze noise`, as docs/cli.md lists their keys. What could not be measured is
/// null.
[[nodiscard]] nlohmann::ordered_json noise_json(const analysis::NoiseFigures& noise);
[[nodiscard]] nlohmann::ordered_json noise_change_json(const analysis::NoiseChange& change);
[[nodiscard]] nlohmann::ordered_json ripple_json(const analysis::Ripple& ripple);

}  // namespace ampsweep::rig
