// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rig/model/midi_control.hpp"
#include "rig/model/servo.hpp"

namespace ampsweep::rig {

/// What a knob does; sampling and safety use it.
enum class KnobRole { Eq, Gain, Level, Other };

/// Turned by a person who is asked to.
struct ManualControl {
  double uncertainty{0.02};  ///< Expected error of a hand setting, share of the travel (0..1).
};

/// Turned on the simulated bench.
struct SimulatedControl {};

using KnobControl = std::variant<SimulatedControl, ManualControl, MidiControl, ServoControl>;

/// One control of the amp.
struct Knob {
  std::string id;                      ///< `[a-z][a-z0-9_]*`: files, columns, --set.
  std::string label;                   ///< As printed on the panel, any UTF-8.
  double minimum{0.0};                 ///< Lowest printed value.
  double maximum{10.0};                ///< Highest printed value.
  double resolution{0.0};              ///< Smallest step of the printed scale; 0 = continuous.
  std::vector<std::string> positions;  ///< Named positions of a switch; printed value = index.
  KnobRole role{KnobRole::Other};
  KnobControl control;
};

/// A printed value for every knob, by knob id.
using Setting = std::map<std::string, double>;

/// How the value in a label came to be.
enum class LabelSource { Commanded, ReadBack, ByHand };

/// What is known about where one knob stands.
struct KnobLabel {
  std::string id;
  double printed{0.0};      ///< On the knob's own scale.
  double normalised{0.0};   ///< 0..1 over minimum..maximum.
  double raw{0.0};          ///< Actuator value: CC value, angle, simulated position.
  LabelSource source{LabelSource::Commanded};
  double uncertainty{0.0};  ///< One sigma, share of the travel (0..1).
};

/// 0..1 over minimum..maximum; not clamped.
[[nodiscard]] double normalised(const Knob& knob, double printed);
[[nodiscard]] double printed(const Knob& knob, double normalised);
/// Nearest value the knob can take (resolution, range).
[[nodiscard]] double snapped(const Knob& knob, double printed);
[[nodiscard]] bool in_range(const Knob& knob, double printed);
/// "gain=5 treble=7.5", in the order of `knobs`.
[[nodiscard]] std::string describe(const std::vector<Knob>& knobs, const Setting& setting);

[[nodiscard]] const char* to_string(KnobRole role);
[[nodiscard]] const char* to_string(LabelSource source);
[[nodiscard]] std::optional<LabelSource> label_source(const std::string& name);
[[nodiscard]] bool turned_by_hand(const Knob& knob);
[[nodiscard]] bool any_turned_by_hand(const std::vector<Knob>& knobs);
/// "midi", "manual", "simulated", or the servo's protocol: "feetech", "maestro", "firmata".
[[nodiscard]] const char* actuator_kind(const KnobControl& control);

}  // namespace ampsweep::rig
