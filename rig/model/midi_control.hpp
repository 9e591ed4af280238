// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace ampsweep::rig {

/// The fine half of a 14-bit controller has its number and this.
inline constexpr int kFineController = 32;

/// What carries a knob's value over MIDI.
enum class MidiKind { Control, Nrpn, Rpn, Program };

/// A printed value and what is sent for it.
struct MidiMark {
  double printed{0.0};
  int raw{0};
  friend bool operator==(const MidiMark&, const MidiMark&) = default;
};

/// Turned over MIDI.
///
/// Needs (the rig file sees to it): raw values inside 0..highest_raw(); low != high; marks: none,
/// or two or more from the knob's minimum to its maximum, printed values rising, raw values all
/// rising or all falling; values: none, or one for each position of a switch, all different. A
/// program change has values.
struct MidiControl {
  std::string port;         ///< Exact name or unique part of it.
  int channel{1};           ///< 1..16
  int controller{0};        ///< CC 0..119 (14 bit: 0..31), or parameter 0..16383 of NRPN and RPN.
  int low{0};               ///< Raw value at the knob's minimum.
  int high{127};            ///< Raw value at the knob's maximum; may be below `low` (reversed).
  double settle_ms{300.0};  ///< How long the amp needs after the message.
  /// Raw steps. A new value is reached from this far below it (near `low` from above; 0: directly):
  /// some amps ignore a change smaller than a step of their own, and would keep the old sound under
  /// the new label. Switches are always sent directly.
  int approach{4};
  MidiKind kind{MidiKind::Control};
  int bits{7};                    ///< 7 or 14. A program change has 7.
  std::vector<MidiMark> marks{};  ///< Instead of low and high; straight in between.
  std::vector<int> values{};      ///< Of a switch, instead of low and high: sent for each position.
  /// Moving it makes the amp recall where other knobs stand (a preset): it goes first, and then all
  /// others of its port are sent again.
  bool recalls{false};
};

/// How fast, how often: MIDI has no flow control and no answer, so receivers drop what comes too
/// fast and nobody hears of it (knob-protocols.md 9.2).
struct MidiPolicy {
  int gap_ms{5};            ///< Between two messages of a port, 1..1000; never less than they last.
  int resend_after_ms{50};  ///< Then all of a move is sent once more; 0: it is not.
  double refresh_s{
      600.0};  ///< A move this long after the last full one sends every knob; 0: never.
  double wake_s{5.0};       ///< Before the first message to a port that was lost and is back.
  friend bool operator==(const MidiPolicy&, const MidiPolicy&) = default;
};

[[nodiscard]] int highest_raw(const MidiControl& control);
/// Raw value at the knob's minimum and at its maximum.
[[nodiscard]] int first_raw(const MidiControl& control);
[[nodiscard]] int last_raw(const MidiControl& control);

/// Why the two would move each other, in one line; nothing: they do not. The same port is the same
/// text, or a text that contains the other: both may mean one port. A 14-bit CC takes n and n + 32;
/// NRPN and RPN take 6, 38 and 96 to 101.
[[nodiscard]] std::optional<std::string> overlap(const MidiControl& a, const MidiControl& b);

/// "controller 20", "controllers 16 and 48 (14 bit)", "NRPN 1234", "RPN 0", "program change".
[[nodiscard]] std::string message_name(const MidiControl& control);
[[nodiscard]] const char* to_string(MidiKind kind);  ///< "cc", "nrpn", "rpn", "program_change"
[[nodiscard]] std::optional<MidiKind> midi_kind(const std::string& name);

}  // namespace ampsweep::rig
