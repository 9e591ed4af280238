// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <array>

#include "planted_breaks.hpp"
#include "rig/plan/rig_file.hpp"

using namespace ampsweep::rig;
using ampsweep::test::check_breaks;
using ampsweep::test::contains;
using ampsweep::test::refusal_of;

namespace {

const std::string kRigHead = "name = \"x\"\n[audio]\napi = \"simulated\"\n";
const std::string kSwitch = "positions = [\"clean\", \"crunch\", \"lead\"]\n";

std::string midi_knob(const std::string& id, const std::string& scale, const std::string& control) {
  return "[[knob]]\nid = \"" + id + "\"\n" + scale +
         "[knob.control]\nkind = \"midi\"\nport = \"amp\"\n" + control;
}

MidiControl midi_of(const std::string& scale, const std::string& control) {
  const Rig rig = parse_rig(kRigHead + midi_knob("gain", scale, control), "amp.toml");
  return std::get<MidiControl>(rig.knobs.at(0).control);
}

std::string midi_refusal(const std::string& text) {
  return refusal_of([&] { (void)parse_rig(text, "amp.toml"); });
}

std::string two_knobs(const std::string& first, const std::string& second) {
  return kRigHead + midi_knob("gain", "", first) + midi_knob("bass", "", second);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("rig midi: a plain controller is what it always was") {
    const auto midi = midi_of("", "controller = 20\n");
    CHECK(midi.kind == MidiKind::Control);
    CHECK(midi.bits == 7);
    CHECK(midi.high == 127);
    CHECK(midi.approach == 4);
    CHECK_FALSE(midi.recalls);
  }

  TEST_CASE("rig midi: 14 bits widen range and approach") {
    const auto midi = midi_of("", "controller = 16\nbits = 14\n");
    CHECK(midi.bits == 14);
    CHECK(midi.high == 16383);
    CHECK(midi.approach == 512);
    CHECK(
        midi_of("", "controller = 16\nbits = 14\nlow = 16383\nhigh = 3\napproach = 9\n").approach ==
        9);
  }

  TEST_CASE("rig midi: parameters have 14 bits unless the file says 7") {
    const auto nrpn = midi_of("", "nrpn = 1234\n");
    CHECK(nrpn.kind == MidiKind::Nrpn);
    CHECK(nrpn.controller == 1234);
    CHECK(nrpn.high == 16383);
    const auto rpn = midi_of("", "rpn = 0\nbits = 7\n");
    CHECK(rpn.kind == MidiKind::Rpn);
    CHECK(rpn.high == 127);
  }

  TEST_CASE("rig midi: a table of marks") {
    const auto midi =
        midi_of("", "controller = 20\nmark_values = [0, 2.5, 10]\nmark_positions = [127, 90, 1]\n");
    CHECK(midi.marks == std::vector<MidiMark>{{0.0, 127}, {2.5, 90}, {10.0, 1}});
  }

  TEST_CASE("rig midi: a switch has a value for each position, a program change too") {
    CHECK(midi_of(kSwitch, "controller = 31\nvalues = [0, 64, 127]\n").values ==
          std::vector{0, 64, 127});
    const auto program = midi_of(kSwitch, "program_change = true\nvalues = [3, 0, 127]\n");
    CHECK(program.kind == MidiKind::Program);
    CHECK(program.recalls);
    CHECK_FALSE(
        midi_of(kSwitch, "program_change = true\nvalues = [3, 0, 9]\nrecalls = false\n").recalls);
    CHECK(midi_of(kSwitch, "controller = 31\nrecalls = true\n").recalls);
  }

  TEST_CASE("rig midi: what makes no sense is refused with the way out") {
    const std::string knob = kRigHead + midi_knob("gain", "", "controller = 20\nlow = 3\n");
    check_breaks(
        "amp.toml", knob, midi_refusal,
        {{"controller = 20", "", "nrpn = N, rpn = N, program_change = true"},
         {"controller = 20", "controller = 20\nnrpn = 3", "nrpn stands beside controller"},
         {"controller = 20", "controller = 32\nbits = 14", "controller 32 is outside 0..31"},
         {"controller = 20", "controller = 20\nbits = 8", "bits 8 is neither 7 nor 14"},
         {"controller = 20", "nrpn = 16384", "nrpn 16384 is outside 0..16383"},
         {"controller = 20", "rpn = 16383", "null parameter"},
         {"low = 3", "low = 200", "low 200 is outside 0..127"},
         {"low = 3", "values = [0, 1]", "a knob without positions"},
         {"low = 3", "low = 3\nmark_values = [0, 10]\nmark_positions = [0, 9]", "beside marks"},
         {"low = 3", "mark_values = [0, 9]\nmark_positions = [0, 9]", "the knob from 0 to 10"},
         {"low = 3", "mark_values = [0, 5, 10]\nmark_positions = [0, 9, 9]", "entry 3 does not"},
         {"low = 3", "mark_values = [0, 10]\nmark_positions = [0, 9.5]", "whole numbers"},
         {"low = 3", "mark_values = [0, 10]\nmark_positions = [0, 128]", "outside 0..127"},
         {"low = 3", "recalls = true", "only a switch"},
         {"controller = 20\nlow = 3", "program_change = true", "name its positions"}});
  }

  TEST_CASE("rig midi: what makes no sense of a switch is refused with the way out") {
    const std::string knob =
        kRigHead + midi_knob("gain", kSwitch, "program_change = true\nvalues = [0, 1, 2]\n");
    check_breaks("amp.toml", knob, midi_refusal,
                 {{"values = [0, 1, 2]\n", "", "counted from 0"},
                  {"[0, 1, 2]", "[0, 1]", "positions has 3"},
                  {"[0, 1, 2]", "[0, 1, 1]", "names a value twice"},
                  {"[0, 1, 2]", "[0, 1, 128]", "outside 0..127"},
                  {"[0, 1, 2]", "[0, 1, 1.5]", "whole numbers"},
                  {"values = [0, 1, 2]", "values = [0, 1, 2]\nlow = 0", "low stands beside values"},
                  {"values = [0, 1, 2]", "values = [0, 1, 2]\nbits = 7", "program change has 7"},
                  {"= true", "= false", "write controller = N"},
                  {"values = [0, 1, 2]", "mark_values = [0, 2]\nmark_positions = [0, 2]",
                   "values is missing"}});
  }

  TEST_CASE("rig midi: two knobs on one control are refused with the reason") {
    CHECK(midi_refusal(two_knobs("controller = 20\n", "controller = 21\n")).empty());
    CHECK(midi_refusal(two_knobs("nrpn = 20\n", "rpn = 20\n")).empty());
    const std::vector<std::array<std::string, 3>> shared{
        {"controller = 20\n", "controller = 20\n", "share controller 20"},
        {"controller = 16\nbits = 14\n", "controller = 48\n", "share controller 48"},
        {"nrpn = 7\n", "nrpn = 7\n", "both are NRPN 7"},
        {"nrpn = 7\n", "controller = 38\n", "share controller 38"},
        {"controller = 6\nbits = 14\n", "rpn = 1\n", "share controller"}};
    for (const auto& [first, second, why] : shared) {
      const std::string said = midi_refusal(two_knobs(first, second));
      CAPTURE(said);
      CHECK(contains(said, why));
      CHECK(contains(said, "that of knob \"gain\""));
    }
  }

  TEST_CASE("rig midi: a port that may be another knob's is the same port") {
    const std::string rig = two_knobs("controller = 20\n", "controller = 20\n");
    const auto at = rig.rfind("\"amp\"");
    auto said = midi_refusal(std::string{rig}.replace(at, 5, "\"My amp MIDI 1\""));
    CHECK(contains(said, "may be one port"));
    CHECK(midi_refusal(std::string{rig}.replace(at, 5, "\"pedal\"")).empty());
  }

  TEST_CASE("rig midi: the policy of a port, and what is outside it") {
    const std::string rig = kRigHead + midi_knob("gain", "", "controller = 20\n");
    const std::string policy = "[midi]\ngap_ms = 2\nresend_after_ms = 0\nrefresh_s = 30.5\nwake_s = 1.5\n";
    CHECK(parse_rig(rig, "amp.toml").midi == MidiPolicy{});
    CHECK(parse_rig(rig + policy, "amp.toml").midi == MidiPolicy{2, 0, 30.5, 1.5});
    check_breaks("amp.toml", rig + policy, midi_refusal,
                 {{"gap_ms = 2", "gap_ms = 0", "gap_ms 0 is outside 1..1000"},
                  {"refresh_s = 30.5", "refresh_s = -1", "outside 0..86400"},
                  {"gap_ms", "gap", "unknown key"}});
  }

  TEST_CASE("rig midi: each key changes the hash") {
    const auto hash_of = [](const std::string& scale, const std::string& control) {
      return parse_rig(kRigHead + midi_knob("gain", scale, control), "amp.toml").hash;
    };
    const std::string plain = hash_of("", "controller = 20\n");
    for (const char* other :
         {"nrpn = 20\nbits = 7\n", "rpn = 20\nbits = 7\n",
          "controller = 20\nbits = 14\nhigh = 127\napproach = 4\n",
          "controller = 20\nmark_values = [0, 10]\nmark_positions = [0, 127]\n"}) {
      CHECK(hash_of("", other) != plain);
    }
    CHECK(hash_of(kSwitch, "controller = 20\nvalues = [0, 64, 127]\n") !=
          hash_of(kSwitch, "controller = 20\nvalues = [0, 63, 127]\n"));
    CHECK(hash_of(kSwitch, "controller = 20\nrecalls = true\n") !=
          hash_of(kSwitch, "controller = 20\n"));
  }

  TEST_CASE("rig manual: a foot-switch by controller, note or program, and no part of the hash") {
    const auto pedal_of = [](const std::string& manual) {
      return parse_rig(kRigHead + manual, "amp.toml").footswitch;
    };
    CHECK_FALSE(pedal_of(""));
    CHECK_FALSE(pedal_of("[manual]\n"));
    const auto pedal =
        pedal_of("[manual]\nfootswitch = { port = \"FCB\", channel = 3, controller = 80 }\n");
    REQUIRE(pedal);
    CHECK(pedal->port == "FCB");
    CHECK(pedal->channel == 3);
    CHECK(pedal->kind == FootswitchKind::Controller);
    CHECK(pedal->number == 80);
    CHECK(pedal_of("[manual]\nfootswitch = { port = \"p\", note = 36 }\n")->kind ==
          FootswitchKind::Note);
    const std::string program = "[manual]\nfootswitch = { port = \"p\", program = 5 }\n";
    CHECK(pedal_of(program)->kind == FootswitchKind::Program);
    CHECK(parse_rig(kRigHead + program, "a").hash == parse_rig(kRigHead, "a").hash);
    check_breaks("amp.toml", kRigHead + program, midi_refusal,
                 {{", program = 5", "", "controller, note or program is missing"},
                  {"program = 5", "program = 5, note = 5", "a second message"},
                  {"program = 5", "program = 128", "outside 0..127"},
                  {"port = \"p\", ", "", "port is missing"},
                  {"footswitch", "pedal", "unknown key"}});
  }

  TEST_CASE("rig safety: STOP over MIDI, spelled as a foot-switch, and no part of the hash") {
    const std::string stop = "[safety]\nstop = { port = \"FCB\", channel = 3, note = 36 }\n";
    const Rig rig = parse_rig(kRigHead + stop, "amp.toml");
    REQUIRE(rig.stop_switch);
    CHECK(rig.stop_switch->port == "FCB");
    CHECK(rig.stop_switch->channel == 3);
    CHECK(rig.stop_switch->kind == FootswitchKind::Note);
    CHECK(rig.stop_switch->number == 36);
    CHECK_FALSE(rig.footswitch);
    CHECK_FALSE(parse_rig(kRigHead, "amp.toml").stop_switch);
    CHECK(rig.hash == parse_rig(kRigHead, "a").hash);
    check_breaks("amp.toml", kRigHead + stop, midi_refusal,
                 {{", note = 36", "", "controller, note or program is missing"},
                  {"port = \"FCB\", ", "", "port is missing"},
                  {"note = 36", "note = 36, hold = true", "unknown key"}});
  }
}
