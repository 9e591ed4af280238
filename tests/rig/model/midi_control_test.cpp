// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/midi_control.hpp"

#include <doctest/doctest.h>

using namespace ampsweep::rig;

namespace {

MidiControl cc(int number, int bits = 7) {
  MidiControl control{"amp", 2, number};
  control.bits = bits;
  return control;
}

MidiControl parameter(MidiKind kind, int number) {
  MidiControl control{"amp", 2, number};
  control.kind = kind;
  return control;
}

bool both_ways(const MidiControl& a, const MidiControl& b) {
  const bool there = overlap(a, b).has_value();
  REQUIRE(overlap(b, a).has_value() == there);
  return there;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("midi control: the same message on the same port and channel is one control") {
    CHECK(both_ways(cc(20), cc(20)));
    CHECK_FALSE(both_ways(cc(20), cc(21)));
    auto other_channel = cc(20);
    other_channel.channel = 3;
    CHECK_FALSE(both_ways(cc(20), other_channel));
    auto other_port = cc(20);
    other_port.port = "pedal";
    CHECK_FALSE(both_ways(cc(20), other_port));
    other_port.port = "my amp MIDI 1";  // "amp" may mean it
    CHECK(both_ways(cc(20), other_port));
  }

  TEST_CASE("midi control: the fine half of 14 bits is a controller of its own") {
    CHECK(both_ways(cc(16, 14), cc(48)));
    CHECK(both_ways(cc(16, 14), cc(16)));
    CHECK_FALSE(both_ways(cc(16, 14), cc(17, 14)));
    const auto why = overlap(cc(16, 14), cc(48));
    REQUIRE(why);
    CHECK(*why ==
          "controllers 16 and 48 (14 bit) and controller 48 share controller 48 on channel 2 of "
          "the same port");
  }

  TEST_CASE("midi control: parameters overlap with their own number and with data entry") {
    CHECK(both_ways(parameter(MidiKind::Nrpn, 5), parameter(MidiKind::Nrpn, 5)));
    CHECK_FALSE(both_ways(parameter(MidiKind::Nrpn, 5), parameter(MidiKind::Nrpn, 6)));
    CHECK_FALSE(both_ways(parameter(MidiKind::Nrpn, 5), parameter(MidiKind::Rpn, 5)));
    for (const int number : {6, 38, 96, 97, 98, 99, 100, 101}) {
      CHECK(both_ways(parameter(MidiKind::Rpn, 5), cc(number)));
    }
    CHECK(both_ways(parameter(MidiKind::Nrpn, 5), cc(6, 14)));
    CHECK_FALSE(both_ways(parameter(MidiKind::Nrpn, 5), cc(5)));
  }

  TEST_CASE("midi control: one channel has one program") {
    CHECK(both_ways(parameter(MidiKind::Program, 0), parameter(MidiKind::Program, 0)));
    CHECK_FALSE(both_ways(parameter(MidiKind::Program, 0), cc(0)));
  }

  TEST_CASE("midi control: the names of its kinds read back") {
    for (const auto kind : {MidiKind::Control, MidiKind::Nrpn, MidiKind::Rpn, MidiKind::Program}) {
      CHECK(midi_kind(to_string(kind)) == kind);
    }
    CHECK_FALSE(midi_kind("sysex"));
  }
}
