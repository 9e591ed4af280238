// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/plot/plot_view.hpp"

namespace ampsweep::rig::gui {

/// The points of the visible traces whose x lies in `x`, each as it was measured: a header with
/// units, x, a column a trace (and one for its limits), a row for every x that any trace has. Empty
/// cell: not measured, or no point there. Point as decimal sign, LF, every digit that counts.
[[nodiscard]] std::string plot_csv(const Plot& plot, const PlotView& view, Range x);

}  // namespace ampsweep::rig::gui
