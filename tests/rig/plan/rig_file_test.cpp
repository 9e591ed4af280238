// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/rig_file.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "refusal_of.hpp"
#include "sample_files.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::contains;
using test::kFullRig;
using test::kSmallRig;
using test::refusal_of;
using test::with;

TEST_SUITE("unit") {
  TEST_CASE("rig file: every key of the head, [audio] and the limits arrives in its field") {
    const Rig rig = parse_rig(kFullRig, "rack.toml");

    CHECK(rig.name == "Rack");
    CHECK(rig.amp == "Marshall 2204");
    CHECK(rig.file == "rack.toml");
    CHECK(rig.licence == "CC0-1.0");
    CHECK(rig.interface_checklist ==
          std::vector<std::string>{"direct monitor is off", "Air is off"});
    CHECK(rig.audio.api == AudioApi::Jack);
    CHECK(rig.audio.device == "unused");
    CHECK(rig.audio.server == "rigtest");
    CHECK(rig.audio.rate.value() == 96000);
    CHECK(rig.audio.period_frames == 256);
    REQUIRE(rig.audio.outputs.size() == 2);
    CHECK(rig.audio.outputs[0].port == "amp:in");
    REQUIRE(rig.audio.inputs.size() == 3);
    CHECK(rig.audio.inputs[2].name == "mic");
    CHECK(rig.audio.inputs[1].index == 4);
    CHECK(rig.audio.loopback_direct);
    CHECK(rig.load.kind == "reactive");
    CHECK(rig.load.impedance.value() == 16.0);
    CHECK(rig.load.rating.value() == 100.0);
    CHECK(rig.load.amp_power.value() == 50.5);
    CHECK_FALSE(rig.load.line_out);
    const Rig with_line_out =
        parse_rig(with(kFullRig, "impedance_ohm = 16", "impedance_ohm = 16\nline_out_db = -30.5"),
                  "amp.toml");
    REQUIRE(with_line_out.load.line_out);
    CHECK(with_line_out.load.line_out->value() == -30.5);
    CHECK(rig.safety.output_ceiling.value() == -3.5);
    CHECK(rig.safety.ramp_ms == 20.0);
    CHECK(rig.safety.tap_margin_db == 9.0);
    CHECK(parse_rig("name = \"x\"\n[audio]\napi = \"simulated\"\n[safety]\ntap_margin_db = 12\n", "a")
              .safety.tap_margin_db == 12.0);
    CHECK(rig.safety.tap_guard);
    CHECK(rig.safety.max_duty == 0.25);
    CHECK(rig.levels.output_full_scale->value() == 12.5);
    CHECK(rig.levels.input_full_scale->value() == 16.0);
    CHECK(rig.levels.amp_send_gain.value() == -2.0);
    CHECK(rig.levels.loopback_send_gain.value() == -12.0);
    CHECK(rig.calibration.loopback_offset_samples == 1024.25);
    CHECK(rig.calibration.loopback_gain_db == -0.5);
    CHECK(rig.calibration.date == "2026-11-21T10:00:00Z");
  }

  TEST_CASE("rig file: knobs keep their order, scale, role and control") {
    const Rig rig = parse_rig(kFullRig, "rack.toml");

    REQUIRE(rig.knobs.size() == 2);
    const Knob& gain = rig.knobs[0];
    CHECK(gain.id == "gain");
    CHECK(gain.label == "Gäin");
    CHECK(gain.minimum == -1.0);
    CHECK(gain.maximum == 11.0);
    CHECK(gain.resolution == 0.5);
    CHECK(gain.role == KnobRole::Gain);
    const auto& midi = std::get<MidiControl>(gain.control);
    CHECK(midi.port == "amp:midi");
    CHECK(midi.channel == 2);
    CHECK(midi.controller == 26);
    CHECK(midi.low == 120);
    CHECK(midi.high == 5);
    CHECK(midi.settle_ms == 250.0);
    CHECK(midi.approach == 4);
    const Knob& bright = rig.knobs[1];
    CHECK(bright.label == "bright");
    CHECK(bright.positions == std::vector<std::string>{"off", "on", "more"});
    CHECK(bright.maximum == 2.0);
    CHECK(bright.resolution == 1.0);
    CHECK(std::get<ManualControl>(bright.control).uncertainty == 0.05);
  }

  TEST_CASE("rig file: every key of [simulated] arrives in its field") {
    const SimulationSpec sim = parse_rig(kFullRig, "rack.toml").simulation;

    CHECK(sim.latency_samples == 512.5);
    CHECK(sim.loopback_offset_samples == 3.0);
    CHECK(sim.ac_corner_hz == 20.0);
    CHECK(sim.noise_dbfs_rms == -90.0);
    CHECK(sim.quantise_24bit);
    CHECK(sim.drift_ppm == 1.5);
    CHECK(sim.input_gain_db == 3.0);
    CHECK(sim.loopback_gain_db == -1.0);
    CHECK(sim.dc_offset == 0.001);
    CHECK(sim.hum_dbfs_peak == -80.0);
    CHECK(sim.invert_amp);
    CHECK(sim.amp == "polynomial");
    CHECK(sim.polynomial == std::vector<double>{1.0, 0.25, 0.125});
    CHECK_FALSE(sim.tone_stack);
    CHECK(sim.asymmetry == 0.5);
    CHECK(sim.output_ohms == 10.0);
    CHECK(sim.load == "resistor");
    CHECK(sim.warm_up_db == 0.75);
    CHECK(sim.warm_up_s == 60.0);
    CHECK(sim.backlash == 0.01);
    CHECK(sim.knob_noise == 0.002);
    CHECK(sim.dead_knob == "bright");
    CHECK(sim.seed == 99);
    REQUIRE(sim.faults.size() == 1);
    CHECK(sim.faults[0].take == 3);
    CHECK(sim.faults[0].attempt == 0);
    CHECK(sim.faults[0].kind == InjectedFault::Kind::TapLost);
    CHECK(sim.faults[0].at_s == 2.5);
    CHECK(sim.faults[0].samples == 7);
    CHECK(sim.faults[0].channel == "loopback");
  }

  TEST_CASE("rig file: what a simulated rig leaves out has the defaults of rig.hpp") {
    const Rig rig = parse_rig(kSmallRig, "small.toml");

    CHECK(rig.audio.api == AudioApi::Simulated);
    CHECK(rig.audio.rate.value() == 48000);
    REQUIRE(rig.audio.outputs.size() == 2);
    CHECK(rig.audio.outputs[0].name == "amp");
    CHECK(rig.audio.inputs[1].name == "loopback");
    CHECK(rig.load.kind == "none");
    CHECK(rig.safety.output_ceiling.value() == -1.0);
    CHECK_FALSE(rig.calibration.loopback_offset_samples.has_value());
    CHECK(rig.simulation.noise_dbfs_rms == -400.0);
    CHECK(std::holds_alternative<SimulatedControl>(rig.knobs[0].control));
    CHECK(rig.licence == "CC-BY-4.0");
  }

  TEST_CASE("rig file: a file on disk reads like its text") {
    const test::TempDir dir;
    const auto file = dir.path() / "rack.toml";
    std::ofstream(file) << kFullRig;

    const Rig rig = load_rig(file);

    CHECK(rig.file == file.string());
    CHECK(rig.hash == parse_rig(kFullRig, "elsewhere.toml").hash);
  }

  TEST_CASE("rig file: a missing file, a folder and a huge file are refused by name") {
    const test::TempDir dir;
    const auto huge = dir.path() / "huge.toml";
    std::ofstream(huge) << std::string(1024 * 1024 + 1, '#');

    CHECK(contains(refusal_of([&] { (void)load_rig(dir.path() / "no.toml"); }), "no such file"));
    CHECK(contains(refusal_of([&] { (void)load_rig(dir.path()); }), "not a regular file"));
    CHECK(contains(refusal_of([&] { (void)load_rig(huge); }), "larger than 1 MiB"));
    CHECK(contains(refusal_of([&] { (void)load_rig("/dev/zero"); }), "not a regular file"));
  }
}
