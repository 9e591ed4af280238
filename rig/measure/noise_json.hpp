// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "analysis/noise_change.hpp"
#include "analysis/noise_figures.hpp"
#include "analysis/ripple.hpp"
#include "rig/dataset/json.hpp"
#include "rig/model/bench_volts.hpp"

namespace ampsweep::rig {

/// The documents of `analyze noise`, as docs/cli.md lists their keys. What could not be measured is
/// null; so are millivolts where the full scale is not known.
[[nodiscard]] Json noise_json(const analysis::NoiseFigures& noise,
                              const std::optional<VoltsAt>& volts);
[[nodiscard]] Json noise_change_json(const analysis::NoiseChange& change);
[[nodiscard]] Json ripple_json(const analysis::Ripple& ripple);

}  // namespace ampsweep::rig
