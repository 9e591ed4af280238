// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <set>

#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_tables.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kHighestParameter = 16383;

bool is_switch(const Knob& knob) { return !knob.positions.empty(); }

/// Which message carries the value: exactly one of four keys.
void read_message(TableReader& table, MidiControl& midi) {
  std::vector<std::string> said;
  for (const char* key : {"controller", "nrpn", "rpn", "program_change"}) {
    if (table.has(key)) said.emplace_back(key);
  }
  if (said.empty()) {
    table.refuse("", "controller is missing",
                 "add controller = N: the number in the amp's MIDI chart, or what "
                 "`aseqdump -p PORT` (package alsa-utils) prints while the control is moved; or "
                 "nrpn = N, rpn = N, program_change = true where the chart says so");
  }
  if (said.size() > 1) {
    table.refuse(said[1], "stands beside " + said[0], "keep one: a knob has one kind of message");
  }
  if (said[0] == "program_change") {
    midi.kind = MidiKind::Program;
    if (!table.flag("program_change", true)) {
      table.refuse("program_change", "is false", "remove it and write controller = N");
    }
    return;
  }
  if (said[0] == "controller") {
    const int bits = table.integer("bits", 7, 7, 14);
    // 120..127 are channel mode messages (all notes off ...), never a knob.
    midi.controller = table.integer("controller", 0, 0, bits == 14 ? 31 : 119);
    return;
  }
  midi.kind = said[0] == "nrpn" ? MidiKind::Nrpn : MidiKind::Rpn;
  midi.bits = 14;
  midi.controller = table.integer(said[0], 0, 0, kHighestParameter);
  if (midi.kind == MidiKind::Rpn && midi.controller == kHighestParameter) {
    table.refuse("rpn", "16383 is the null parameter", "write the number in the amp's MIDI chart");
  }
}

void read_bits(TableReader& table, MidiControl& midi) {
  if (!table.has("bits")) return;
  if (midi.kind == MidiKind::Program) {
    table.refuse("bits", "stands beside program_change", "remove it: a program change has 7");
  }
  midi.bits = table.integer("bits", midi.bits, 7, 14);
  if (midi.bits == 7 || midi.bits == 14) return;
  table.refuse("bits", std::to_string(midi.bits) + " is neither 7 nor 14",
               "7: one data byte; 14: a coarse and a fine half (controllers n and n + 32, or data "
               "entry 6 and 38)");
}

/// What a switch sends for each of its positions.
void read_values(TableReader& table, const Knob& knob, MidiControl& midi) {
  if (!is_switch(knob)) {
    table.refuse("values", "stands in a knob without positions",
                 "name the switch's positions; a knob that turns has low and high, or mark_values "
                 "and mark_positions");
  }
  const double highest = highest_raw(midi);
  for (const double value : table.numbers("values", {0.0, highest})) {
    if (value != std::floor(value)) {
      table.refuse("values", "holds " + number_text(value), "write whole numbers");
    }
    midi.values.push_back(static_cast<int>(value));
  }
  if (midi.values.size() != knob.positions.size()) {
    table.refuse("values",
                 "has " + std::to_string(midi.values.size()) + " entries, positions has " +
                     std::to_string(knob.positions.size()),
                 "write one value for each position");
  }
  if (std::set<int>(midi.values.begin(), midi.values.end()).size() != midi.values.size()) {
    table.refuse("values", "names a value twice", "two positions that send the same are one");
  }
}

void read_marks(TableReader& table, const Knob& knob, MidiControl& midi) {
  if (is_switch(knob)) {
    table.refuse("mark_values", "stands in a switch", "write values = [...], one a position");
  }
  const Range range{0.0, static_cast<double>(highest_raw(midi))};
  for (const ServoMark& mark : read_mark_lists(table, knob, range)) {
    if (mark.raw != std::floor(mark.raw)) {
      table.refuse("mark_positions", "holds " + number_text(mark.raw), "write whole numbers");
    }
    midi.marks.push_back({mark.printed, static_cast<int>(mark.raw)});
  }
}

void read_ends(TableReader& table, MidiControl& midi) {
  const int highest = highest_raw(midi);
  midi.low = table.integer("low", 0, 0, highest);
  midi.high = table.integer("high", highest, 0, highest);
  if (midi.low == midi.high) {
    table.refuse("low", "and high are both " + std::to_string(midi.low),
                 "low is the CC value at the knob's minimum, high at its maximum");
  }
}

void read_map(TableReader& table, const Knob& knob, MidiControl& midi) {
  const bool values = table.has("values");
  const bool marks = table.has("mark_values") || table.has("mark_positions");
  if (values || marks) {
    for (const char* key : {"low", "high"}) {
      if (!table.has(key)) continue;
      table.refuse(key, std::string{"stands beside "} + (values ? "values" : "marks"),
                   "remove it: they say the same");
    }
  }
  if (values) {
    read_values(table, knob, midi);
  } else if (midi.kind == MidiKind::Program) {
    table.refuse("", "values is missing",
                 is_switch(knob)
                     ? "add values = [...]: the program sent for each position, counted "
                       "from 0 (many manuals count from 1: subtract one)"
                     : "a program change sets a switch: name its positions, and values "
                       "= [...] with the program of each");
  }
  if (marks) read_marks(table, knob, midi);
  if (!values && !marks) read_ends(table, midi);
}

}  // namespace

MidiControl read_midi(TableReader& table, const Knob& knob) {
  MidiControl midi;
  midi.port = table.required_text("port");
  midi.channel = table.integer("channel", midi.channel, 1, 16);
  read_message(table, midi);
  read_bits(table, midi);
  read_map(table, knob, midi);
  midi.settle_ms = table.number("settle_ms", midi.settle_ms, {0.0, 60000.0});
  // The same share of the travel for both.
  const int approach = midi.bits == 14 ? midi.approach * 128 : midi.approach;
  midi.approach = table.integer("approach", approach, 0, highest_raw(midi));
  midi.recalls = table.flag("recalls", midi.kind == MidiKind::Program);
  if (midi.recalls && !is_switch(knob)) {
    table.refuse("recalls", "is true for a knob that turns",
                 "remove it: only a switch recalls where other knobs stand");
  }
  return midi;
}

MidiPolicy read_midi_policy(TableReader table) {
  MidiPolicy policy;
  policy.gap_ms = table.integer("gap_ms", policy.gap_ms, 1, 1000);
  policy.resend_after_ms = table.integer("resend_after_ms", policy.resend_after_ms, 0, 10000);
  policy.refresh_s = table.number("refresh_s", policy.refresh_s, {0.0, 86400.0});
  policy.wake_s = table.number("wake_s", policy.wake_s, {0.0, 600.0});
  table.finish();
  return policy;
}

void refuse_shared_midi(const TableReader& table, const Knob& other, const Knob& knob) {
  const auto* left = std::get_if<MidiControl>(&other.control);
  const auto* right = std::get_if<MidiControl>(&knob.control);
  if (left == nullptr || right == nullptr) return;
  const auto why = overlap(*left, *right);
  if (!why) return;
  table.refuse("control", "is that of knob " + quote(other.id) + ": " + *why,
               left->port == right->port
                   ? "give each knob its own controller"
                   : "give each knob its own controller; " + quote(left->port) + " and " +
                         quote(right->port) +
                         " may be one port: write both names in full, as `ampsweep devices` "
                         "prints them");
}

}  // namespace ampsweep::rig
