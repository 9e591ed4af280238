// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/midi_message.hpp"

#include <doctest/doctest.h>

using namespace ampsweep::rig;
using namespace std::chrono_literals;

namespace {

using Messages = std::vector<MidiMessage>;

MidiControl of_kind(MidiKind kind, int number, int bits) {
  MidiControl control;
  control.kind = kind;
  control.controller = number;
  control.bits = bits;
  return control;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("midi message: a 7-bit control change, on the first and the last channel") {
    auto control = of_kind(MidiKind::Control, 7, 7);
    CHECK(midi_messages(control, 127) == Messages{{0xB0, 7, 127}});
    control.channel = 16;
    CHECK(midi_messages(control, 0) == Messages{{0xBF, 7, 0}});
  }

  TEST_CASE("midi message: 14 bits are controller n, then n + 32") {
    // Elektron Analog Drive, gain: 16 and 48.
    const auto gain = of_kind(MidiKind::Control, 16, 14);
    CHECK(midi_messages(gain, 0) == Messages{{0xB0, 16, 0}, {0xB0, 48, 0}});
    CHECK(midi_messages(gain, 16383) == Messages{{0xB0, 16, 127}, {0xB0, 48, 127}});
    CHECK(midi_messages(gain, 8193) == Messages{{0xB0, 16, 64}, {0xB0, 48, 1}});
  }

  TEST_CASE("midi message: RPN 0 as the MIDI specification spells a bend range of two semitones") {
    const auto range = of_kind(MidiKind::Rpn, 0, 14);
    CHECK(midi_messages(range, 2 * 128) == Messages{{0xB0, 101, 0},
                                                    {0xB0, 100, 0},
                                                    {0xB0, 6, 2},
                                                    {0xB0, 38, 0},
                                                    {0xB0, 101, 127},
                                                    {0xB0, 100, 127}});
  }

  TEST_CASE("midi message: NRPN is 99, 98, 6, 38, then the null parameter") {
    auto parameter = of_kind(MidiKind::Nrpn, 1234, 14);  // 9 * 128 + 82
    parameter.channel = 3;
    CHECK(midi_messages(parameter, 8193) == Messages{{0xB2, 99, 9},
                                                     {0xB2, 98, 82},
                                                     {0xB2, 6, 64},
                                                     {0xB2, 38, 1},
                                                     {0xB2, 101, 127},
                                                     {0xB2, 100, 127}});
  }

  TEST_CASE("midi message: a 7-bit parameter has no fine data entry") {
    const auto parameter = of_kind(MidiKind::Nrpn, 5, 7);
    CHECK(
        midi_messages(parameter, 100) ==
        Messages{{0xB0, 99, 0}, {0xB0, 98, 5}, {0xB0, 6, 100}, {0xB0, 101, 127}, {0xB0, 100, 127}});
  }

  TEST_CASE("midi message: a program change has two bytes") {
    auto program = of_kind(MidiKind::Program, 0, 7);
    program.channel = 10;
    CHECK(midi_messages(program, 127) == Messages{{0xC9, 127}});
  }

  TEST_CASE("midi message: time on a DIN cable as the reference lists it") {
    CHECK(time_on_cable(control_change(1, 7, 1)) == 960us);
    CHECK(time_on_cable(program_change(1, 7)) == 640us);
    auto nrpn = 0us;  // without the null parameter: 12 bytes
    const auto all = midi_messages(of_kind(MidiKind::Nrpn, 1, 14), 1);
    for (std::size_t i = 0; i < 4; ++i) nrpn += time_on_cable(all[i]);
    CHECK(nrpn == 3840us);
  }

  TEST_CASE("midi message: no byte but the first of a message has its high bit set") {
    for (const auto kind : {MidiKind::Control, MidiKind::Nrpn, MidiKind::Rpn, MidiKind::Program}) {
      for (const int bits : {7, 14}) {
        const auto control = of_kind(kind, 31, bits);
        for (int raw = 0; raw <= highest_raw(control); raw += 127) {
          for (const auto& message : midi_messages(control, raw)) {
            REQUIRE((message[0] & 0x80) != 0);
            for (std::size_t i = 1; i < message.size(); ++i) REQUIRE((message[i] & 0x80) == 0);
          }
        }
      }
    }
  }
}
