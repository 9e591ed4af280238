// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/knob_calibration.hpp"

#include <fmt/format.h>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

void draw_servo(const Look& look, const ServoCalibration& found) {
  const auto& servo = std::get<ServoControl>(found.knob.control);
  field(look, "scale",
        fmt::format("{:g} to {:g}, {:.1f} degrees{}", found.knob.minimum, found.knob.maximum,
                    servo_travel_deg(servo),
                    found.narrowed ? ", moved in to keep clear of the stops" : ""));
  field(look, "uneven by",
        fmt::format("{:+.1f} % of the travel at worst, at {:g}", 100.0 * found.taper.worst,
                    found.taper.at));
  field(look, "play",
        found.play_deg ? fmt::format("{:.2f} degrees", *found.play_deg)
                       : fmt::format("not measured, {:g} degrees assumed", servo.backlash_deg));
  field(
      look, "arrivals",
      found.spread_deg ? fmt::format("\u00B1 {:.2f} degrees", *found.spread_deg) : "not looked at");
  field(look, "a label is sure to",
        fmt::format("\u00B1 {:.2f} % of the travel", 100.0 * servo_uncertainty(servo)));
}

void draw_midi(const Look& look, const MidiCalibration& found) {
  const auto& midi = std::get<MidiControl>(found.knob.control);
  field(look, "CC values", fmt::format("{} to {}", midi.low, midi.high));
  field(
      look, "off the line",
      fmt::format("{:.1f} % of the travel at worst, at {:g}", 100.0 * found.worst, found.worst_at));
}

}  // namespace

void draw_calibrate_button(const Scene& scene, const Knob& knob) {
  const bool servo = std::holds_alternative<ServoControl>(knob.control);
  if (!servo && !std::holds_alternative<MidiControl>(knob.control)) return;
  if (button("Calibrate...",
             servo ? "End stops, marks and play, step by step; STOP lets go of the servo"
                   : "Sends CC values and asks what the amp shows",
             !scene.busy(), "something else is running")) {
    scene.send(CalibrateKnob{knob.id});
  }
}

void draw_knob_calibration(const Scene& scene) {
  const auto& view = scene.now.knob_calibration;
  if (!view) return;
  const Look& look = scene.look;
  heading(look, "Calibration of " + view->knob);
  if (!view->found) {
    mark_text(look, Mark::None, view->doing);
    dim_text(look, "The questions lead through it. STOP ends it, nothing is written then.");
    return;
  }
  mark_text(look, view->found->ok() ? Mark::Good : Mark::Bad,
            view->found->ok() ? "Found, and written into the rig file."
                              : "The readings lie on no straight line: nothing was written.");
  if (view->found->servo) draw_servo(look, *view->found->servo);
  if (view->found->midi) draw_midi(look, *view->found->midi);
}

}  // namespace ampsweep::rig::gui
