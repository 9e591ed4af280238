// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>

#include "analysis/noise_change.hpp"
#include "analysis/noise_figures.hpp"
#include "analysis/ripple.hpp"

namespace ampsweep::rig {

/// The tables of `analyze noise`, for a person.
void print_noise(std::ostream& out, const analysis::NoiseFigures& noise);
void print_noise_change(std::ostream& out, const analysis::NoiseFigures& before,
                        const analysis::NoiseFigures& after, const analysis::NoiseChange& change);
void print_ripple(std::ostream& out, const analysis::Ripple& ripple);

}  // namespace ampsweep::rig
