// SPDX-License-Identifier: GPL-3.0-or-later
// Lints every file of rig/amps.
#include "rig/plan/amp_charts.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "refusal_of.hpp"
#include "rig/plan/rig_file.hpp"

using namespace ampsweep::rig;
using ampsweep::test::contains;
using ampsweep::test::refusal_of;

namespace {

Rig charted_rig(const std::string& tables) {
  return parse_rig("name = \"x\"\n[audio]\napi = \"simulated\"\n" + tables, "amp.toml");
}

const std::string kChart =
    "name = \"A\"\nkind = \"pedal\"\nsource = \"s\"\nchannel = 3\n"
    "[[knob]]\nid = \"gain\"\ncontrol = { kind = \"midi\", controller = 20 }\n";

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("amp charts: every file names its source and knobs, each with a control of its own") {
    const auto charts = amp_charts();
    CHECK(charts.size() >= 12);
    std::set<std::string> names;
    for (const AmpChart& chart : charts) {
      CAPTURE(chart.id);
      CHECK(names.insert(chart.name).second);
      CHECK(chart.source.starts_with("https://"));
      CHECK(contains(chart.source, "commit "));
      CHECK((chart.kind == "amp" || chart.kind == "preamp" || chart.kind == "pedal"));
      CHECK(chart.knobs.size() >=
            2);  // read_knobs() refuses shared controls and values out of range
      int gain = 0;
      for (const Knob& knob : chart.knobs) {
        const auto& midi = std::get<MidiControl>(knob.control);
        CAPTURE(knob.id);
        CHECK(midi.port.empty());
        CHECK_FALSE(contains(knob.label, "Mute"));
        if (knob.role == KnobRole::Gain) ++gain;
        // A switch of an amp never guesses its values.
        CHECK(knob.positions.empty() == midi.values.empty());
      }
      CHECK(gain >= 1);
      CHECK(chart.knobs.size() > static_cast<std::size_t>(gain));
    }
  }

  TEST_CASE("amp charts: every file of the folder is compiled in") {
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator{AMPS_DIR}) {
      files.insert(entry.path().stem().string());
    }
    std::set<std::string> ids;
    for (const AmpChart& chart : amp_charts()) ids.insert(chart.id);
    CHECK(ids == files);
  }

  TEST_CASE("amp charts: figures of the reference, byte for byte") {
    const auto controller = [](const AmpChart& chart, const std::string& id) {
      for (const Knob& knob : chart.knobs) {
        if (knob.id == id) return std::get<MidiControl>(knob.control).controller;
      }
      return -1;
    };
    const AmpChart drive = amp_chart_named("elektron-analog-drive");
    CHECK(controller(drive, "gain") == 16);
    CHECK(controller(drive, "level") == 21);
    CHECK(std::get<MidiControl>(drive.knobs[0].control).bits == 14);
    const AmpChart amp = amp_chart_named("GrandMeister 36");
    CHECK(controller(amp, "volume") == 7);
    CHECK(controller(amp, "gain") == 20);
    CHECK(controller(amp, "resonance") == 24);
    CHECK(controller(amp, "presence") == -1);  // ambiguous in its source
    const AmpChart preamp = amp_chart_named("preamp-mkii");
    CHECK(controller(preamp, "volume") == 14);
    CHECK(controller(preamp, "gain") == 19);
    CHECK(std::get<MidiControl>(preamp.knobs[0].control).channel == 2);
  }

  TEST_CASE("amp charts: what is printed for a rig file reads back as the same knobs") {
    for (AmpChart chart : amp_charts()) {
      CAPTURE(chart.id);
      for (Knob& knob : chart.knobs) std::get<MidiControl>(knob.control).port = "a \"b\" \\";
      Rig made = charted_rig("");
      made.knobs = chart.knobs;
      CHECK(charted_rig(knob_tables(chart.knobs)).hash == rig_hash(made));
    }
  }

  TEST_CASE("amp charts: every kind of control reads back as it was printed") {
    const Rig rig = charted_rig(
        "[[knob]]\nid = \"a\"\nminimum = -1.5\nmaximum = 2\nresolution = 0.5\n"
        "control = { kind = \"midi\", port = \"p\", nrpn = 5, bits = 7, low = 9, high = 3, "
        "settle_ms = 12.5, approach = 0 }\n"
        "[[knob]]\nid = \"b\"\ncontrol = { kind = \"midi\", port = \"p\", rpn = 5, mark_values = "
        "[0, 2.5, 10], mark_positions = [16383, 9, 0] }\n"
        "[[knob]]\nid = \"c\"\npositions = [\"x\", \"y\"]\ncontrol = { kind = \"midi\", port = "
        "\"p\", program_change = true, values = [7, 0], recalls = false }\n"
        "[[knob]]\nid = \"d\"\npositions = [\"x\", \"y\"]\ncontrol = { kind = \"midi\", port = "
        "\"p\", controller = 3, bits = 14, values = [7, 0], recalls = true }\n");
    CHECK(charted_rig(knob_tables(rig.knobs)).hash == rig.hash);
  }

  TEST_CASE("amp charts: a chart is read by the rules of a rig file") {
    const auto refused = [](const std::string& from, const std::string& to) {
      return refusal_of(
          [&] { (void)parse_amp_chart("x", ampsweep::test::with(kChart, from, to)); });
    };
    CHECK(refused("channel = 3", "channel = 4").empty());
    CHECK(contains(refused("controller = 20", "controller = 120"), "x.toml:7"));
    CHECK(contains(refused("channel = 3", "channel = 17"), "outside 1..16"));
    CHECK(contains(refused("source = \"s\"", ""), "source is missing"));
    CHECK(contains(refused("kind = \"midi\", controller = 20", "kind = \"manual\""), "x.toml"));
    CHECK(contains(refused("channel = 3", "chanel = 3"), "unknown key"));
    CHECK(parse_amp_chart("x", kChart).knobs.size() == 1);
    CHECK(std::get<MidiControl>(parse_amp_chart("x", kChart).knobs[0].control).channel == 3);
  }

  TEST_CASE("amp charts: a name that means none or several lists what there is") {
    CHECK_THROWS_WITH_AS((void)amp_chart_named("tube screamer"),
                         doctest::Contains("no amp is called \"tube screamer\""), SetupError);
    CHECK_THROWS_WITH_AS((void)amp_chart_named("kernom"), doctest::Contains("more than one"),
                         SetupError);
    CHECK(amp_chart_named("RIDGE").id == "kernom-ridge");
  }
}
