// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ampsweep::analysis {

/// Kaiser window, 1 at along = 0, small at along = +-1, 0 beyond; `beta` trades width for sidelobes
/// (0 = rectangle). Source: Kaiser 1974.
[[nodiscard]] double kaiser(double along, double beta);

}  // namespace ampsweep::analysis
