// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "analysis/noise_change.hpp"
#include "analysis/noise_figures.hpp"
#include "analysis/ripple.hpp"
#include "rig/model/bench_volts.hpp"

namespace ampsweep::rig {

/// The tables of `analyze noise`, for a person.
void print_noise(std::ostream& out, const analysis::NoiseFigures& noise,
                 const std::optional<VoltsAt>& volts);
/// "at the load: 12 mV rms unweighted, 4.1 mV A-weighted, hum 8.3 mV".
[[nodiscard]] std::string millivolts_text(const analysis::NoiseFigures& noise,
                                          const VoltsAt& volts);
void print_noise_change(std::ostream& out, const analysis::NoiseFigures& before,
                        const analysis::NoiseFigures& after, const analysis::NoiseChange& change);
void print_ripple(std::ostream& out, const analysis::Ripple& ripple);

}  // namespace ampsweep::rig
