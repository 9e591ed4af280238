// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "rig/gui/look.hpp"
#include "rig/model/knob.hpp"

namespace ampsweep::rig::gui {

/// A knob as it looks on a panel: scale, pointer where it stands, a second pointer where it was
/// told to go when that is elsewhere, its uncertainty as an arc.
struct KnobFace {
  const Knob& knob;
  double shown{0.0};                ///< Printed value the pointer shows.
  std::optional<double> read_back;  ///< Where the actuator says it stands.
  double uncertainty{0.0};          ///< One sigma, share of the travel.
  bool known{true};                 ///< False: never told to move, drawn hollow.
  bool enabled{true};
};

/// Drag up and down (Shift: ten times finer), mouse wheel, arrow keys when focused, double click to
/// type. Returns the new printed value when the person let go of one.
[[nodiscard]] std::optional<double> draw_knob(const Look& look, const KnobFace& face, float radius);

/// Angle of a normalised value in radians, clockwise from straight up: 0 at -150 degrees, 1 at
/// +150.
[[nodiscard]] float knob_angle(double normalised);

/// "7.5", or the name of a switch's position.
[[nodiscard]] std::string printed_text(const Knob& knob, double printed);

}  // namespace ampsweep::rig::gui
