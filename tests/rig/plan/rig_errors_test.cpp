// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "planted_breaks.hpp"
#include "rig/plan/rig_file.hpp"
#include "sample_files.hpp"

using namespace ampsweep::rig;
using ampsweep::test::Break;
using ampsweep::test::contains;
using ampsweep::test::kFullRig;
using ampsweep::test::kSmallRig;
using ampsweep::test::refusal_of;
using ampsweep::test::with;

namespace {

std::string refused(const std::string& text) {
  return refusal_of([&] { (void)parse_rig(text, "amp.toml"); });
}

void check_breaks(const std::string& good, const std::vector<Break>& breaks) {
  ampsweep::test::check_breaks("amp.toml", good, refused, breaks);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("rig errors: name file, line, thing, what is wrong and the way out") {
    const std::string message = refused(with(kFullRig, "controller = 26", "controller = 200"));

    CHECK(message ==
          "amp.toml:48: knob \"gain\": controller 200 is outside 0..119\n"
          "  try: write a number inside 0..119");
  }

  TEST_CASE("rig errors: the head and TOML itself") {
    check_breaks(
        kFullRig,
        {
            {"name = \"Rack\"", "", "name is missing"},
            {"name = \"Rack\"", "name = \"\"", "amp.toml:1: name is empty"},
            {"name = \"Rack\"", "name = 3", "amp.toml:1: name is a number, not text"},
            {"name = \"Rack\"", "name = \"a\\nb\"", "control character"},
            {"name = \"Rack\"", "nmae = \"Rack\"", "name is missing"},
            {"amp = \"Marshall", "amps = \"Marshall",
             "amp.toml:2: unknown key \"amps\", did you mean \"amp\"?"},
            {"licence = \"CC0-1.0\"", "licence = 2026-01-01", "licence is a date, not text"},
            {"[\"direct monitor is off\", \"Air is off\"]", "\"no list\"", "not an array"},
            {"\"Air is off\"", "7", "interface_checklist entry is a number, not text"},
            {"[audio]", "[audio", "amp.toml:6: not valid TOML"},
            {"[audio]", "[audoi]", "[audio] is missing"},
            {"[load]", "[laod]", "unknown key \"laod\", did you mean \"load\"?"},
            {"[safety]", "[load]", "not valid TOML"},
            {"amp = \"Marshall 2204\"", "amp = \"a\"\namp = \"b\"", "amp.toml:3: not valid TOML"},
        });
  }

  TEST_CASE("rig errors: [audio]") {
    check_breaks(
        kFullRig,
        {
            {"api = \"jack\"", "api = \"jakc\"", "\"jakc\" is not known, did you mean \"jack\"?"},
            {"api = \"jack\"", "api = \"pulse\"", "one of: simulated, jack, alsa"},
            {"rate_hz = 96000", "rate_hz = 1", "[audio]: rate_hz 1 is outside 8000..384000"},
            {"rate_hz = 96000", "rate_hz = 48000.5", "not a whole number"},
            {"rate_hz = 96000", "rate_hz = \"48k\"", "rate_hz is text, not a number"},
            {"rate_hz = 96000", "rate_hz = nan", "not a finite number"},
            {"rate_hz = 96000", "rate_hz = 9223372036854775807", "is outside"},
            {"rate_hz", "rate", "unknown key \"rate\", did you mean \"rate_hz\"?"},
            {"period_frames = 256", "period_frames = 8", "outside 16..8192"},
            {"name = \"amp\", index = 1", "name = \"Amp\", index = 1", "\"Amp\" is no id"},
            {"name = \"amp\", index = 1", "index = 1", "[audio] outputs 1: name is missing"},
            {"name = \"amp\", index = 1,", "name = \"amp\",", "index is missing"},
            {"name = \"amp\", index = 1", "name = \"amp\", index = 0", "index 0 is outside 1..16"},
            {"name = \"amp\", index = 1", "name = \"amp\", index = 17",
             "index 17 is outside 1..16"},
            {"name = \"amp\", index = 1", "name = \"loopback\", index = 1", "used twice"},
            {"name = \"loopback\", index = 2", "name = \"loopback\", index = 1",
             "index 1 is used twice"},
            {"name = \"loopback\", index = 2", "name = \"other\", index = 2, port = \"a:b\"",
             "outputs has no \"loopback\", but inputs has one"},
            {", port = \"amp:in\"", "", "\"amp\" names no JACK port"},
            {"index = 1, port = \"amp:in\" }", "index = 1, prot = \"x\" }",
             "did you mean \"port\"?"},
            {"name = \"loopback\", index = 4", "name = \"loopback\", index = 4, port = \"a:b\"",
             "loopback_direct is true, but the loopback names a port"},
            {"loopback_direct = true", "loopback_direct = false",
             "\"loopback\" names no JACK port"},
            {"loopback_direct = true", "loopback_direct = \"yes\"", "not true or false"},
            {"server = \"rigtest\"", "server = { a = 1 }", "server is a table, not text"},
        });
  }

  TEST_CASE("rig errors: channels that only some systems have") {
    check_breaks(
        kSmallRig,
        {
            {"api = \"simulated\"", "api = \"alsa\"", "device is missing"},
            {"api = \"simulated\"", "api = \"alsa\"\ndevice = \"hw:0\"", "outputs is missing"},
            {"api = \"simulated\"", "api = \"simulated\"\ninputs = []", "inputs is empty"},
            {"api = \"simulated\"", "api = \"simulated\"\ninputs = [3]",
             "inputs entry is a number"},
            {"api = \"simulated\"", "api = \"simulated\"\nloopback_direct = true",
             "is for api = \"jack\""},
            {"api = \"simulated\"",
             "api = \"alsa\"\ndevice = \"hw:0\"\noutputs = [{ name = \"amp\", index = 1, port = "
             "\"a:b\" }]",
             "port is a JACK port, but api is \"alsa\""},
            {"api = \"simulated\"",
             "api = \"alsa\"\ndevice = \"hw:0\"\noutputs = [{ name = \"amp\", index = 1 }]\n"
             "inputs = [{ name = \"amp\", index = 1 }]",
             "control is missing"},
        });
    const std::string unloaded =
        "name = \"x\"\n[audio]\napi = \"alsa\"\ndevice = \"hw:0\"\n"
        "outputs = [{ name = \"amp\", index = 1 }]\ninputs = [{ name = \"amp\", index = 1 }]\n";
    CHECK(contains(refused(unloaded), "[load] is missing, but [audio] api is \"alsa\""));
    CHECK(refused(unloaded + "[load]\nkind = \"none\"\n").empty());
    const std::string jack =
        "name = \"x\"\n[audio]\napi = \"jack\"\n"
        "outputs = [{ name = \"amp\", index = 1, port = \"a:b\" }]\n"
        "inputs = [{ name = \"amp\", index = 1, port = \"a:c\" }]\n";
    CHECK(contains(refused(jack), "[load] is missing, but [audio] api is \"jack\""));
  }

  TEST_CASE("rig errors: [load], [safety], [levels]") {
    check_breaks(
        kFullRig,
        {
            {"kind = \"reactive\"", "kind = \"wet\"", "one of: reactive, resistive, speaker, none"},
            {"impedance_ohm = 16", "impedance_ohm = 0", "impedance_ohm 0 is outside 1..1000"},
            {"rating_w = 100", "", "rating_w and amp_power_w are needed"},
            {"rating_w = 100", "rating_w = 50", "amp_power_w 50.5 is above rating_w 50"},
            {"output_ceiling_dbfs_peak = -3.5", "output_ceiling_dbfs_peak = 0.1",
             "outside -120..0"},
            {"ramp_ms = 20", "ramp_ms = 0", "ramp_ms 0 is outside"},
            {"ramp_ms = 20", "tap_guard = false", "tap_guard is not switched off by a file"},
            {"tap_margin_db = 9", "tap_margin_db = 12.5", "tap_margin_db 12.5 is above 12: a guard"},
            {"tap_margin_db = 9", "tap_margin_db = 60", "the command line has a spelled-out flag"},
            {"tap_margin_db = 9", "tap_margin_db = 0.1", "tap_margin_db 0.1 is outside"},
            {"max_duty = 0.25", "max_duty = 0", "max_duty 0 is not above 0 and at most 1"},
            {"max_duty = 0.25", "max_duty = inf", "not a finite number"},
            {"amp_send_gain_db = -2", "amp_send_gain_db = 2", "outside -120..0"},
            {"output_full_scale_dbu = 12.5", "output_full_scale_dbu = 100", "outside -60..60"},
            {"date = \"2026-11-21T10:00:00Z\"", "date = \"yesterday\"", "no ISO 8601 date"},
        });
  }

  TEST_CASE("rig errors: knobs") {
    const std::string twin =
        "[[knob]]\nid = \"gain\"\ncontrol = { kind = \"manual\" }\n\n[calibration]";
    const std::string squatter =
        "[[knob]]\nid = \"drive\"\ncontrol = { kind = \"midi\", port = \"amp:midi\", channel = 2, "
        "controller = 26 }\n\n[calibration]";
    check_breaks(
        kFullRig,
        {
            {"id = \"gain\"", "id = \"Gain\"", "id \"Gain\" is no id"},
            {"id = \"gain\"", "id = \"7th\"", "is no id"},
            {"id = \"gain\"", "", "[[knob]] 1: id is missing"},
            {"minimum = -1", "minimum = 11", "knob \"gain\": maximum 11 is not above minimum 11"},
            {"resolution = 0.5", "resolution = 0.7", "does not divide the travel 12"},
            {"resolution = 0.5", "resolution = 13", "outside 0..12"},
            {"role = \"gain\"", "role = \"drive\"", "one of: eq, gain, level, other"},
            {"[\"off\", \"on\", \"more\"]", "[\"off\"]", "fewer than 2"},
            {"[\"off\", \"on\", \"more\"]", "[\"off\", \"off\"]", "empty or there twice"},
            {"role = \"eq\"", "minimum = 0", "minimum stands beside positions"},
            {"kind = \"midi\", ", "", "control kind is missing"},
            {"kind = \"midi\"", "kind = \"servo\"", "one of: simulated, manual, midi"},
            {"kind = \"midi\"", "kind = \"simulated\"", "unknown key"},
            {"port = \"amp:midi\", ", "", "port is missing"},
            {"channel = 2", "channel = 17", "channel 17 is outside 1..16"},
            {"controller = 26, ", "", "controller is missing"},
            {"low = 120", "low = 5", "low and high are both 5"},
            {"low = 120", "low = 128", "outside 0..127"},
            {"settle_ms = 250", "settle_ms = -1", "outside 0..60000"},
            {"settle_ms = 250", "approach = 128", "outside 0..127"},
            {"settle_ms = 250", "settle_s = 1", "did you mean \"settle_ms\"?"},
            {"uncertainty = 0.05", "uncertainty = 2", "outside 0..0.5"},
            {"control = { kind = \"manual\", uncertainty = 0.05 }", "",
             "knob \"bright\": control is missing"},
            {"{ kind = \"manual\", uncertainty = 0.05 }", "{ kind = \"simulated\" }",
             "is \"simulated\", but [audio] api is \"jack\""},
            {"[calibration]", twin, "knob \"gain\": id is used by two knobs"},
            {"[calibration]", squatter, "knob \"drive\": control is that of knob \"gain\""},
        });
  }

  TEST_CASE("rig errors: [simulated]") {
    check_breaks(
        kFullRig,
        {
            {"latency_samples = 512.5", "latency_samples = -1", "outside 0..1000000"},
            {"latency_samples = 512.5", "latency = 512.5", "unknown key \"latency\""},
            {"amp = \"polynomial\"", "amp = \"tube\"", "one of: saturator, polynomial, wire"},
            {"amp = \"polynomial\"", "amp = \"wire\"", "polynomial stands beside amp = \"wire\""},
            {"polynomial = [1, 0.25, 0.125]", "", "polynomial is missing"},
            {"[1, 0.25, 0.125]", "[1, \"x\"]", "polynomial entry is text"},
            {"load = \"resistor\"", "load = \"1960\"", "did you mean \"1960AX\"?"},
            {"warm_up_s = 60", "warm_up_s = 0", "above 0"},
            {"dead_knob = \"bright\"", "dead_knob = \"brigth\"",
             "no knob, did you mean \"bright\"?"},
            {"seed = 99", "seed = -1", "seed is not a whole number of at least 0"},
            {"seed = 99", "seed = 1.5", "seed is not a whole number"},
            {"kind = \"tap_lost\"", "", "[[simulated.fault]] 1: kind is missing"},
            {"kind = \"tap_lost\"", "kind = \"dorp\"", "did you mean \"drop\"?"},
            {"samples = 7", "samples = 0", "samples 0 is outside"},
            {"channel = \"loopback\"", "channel = \"mic\"", "one of: all, amp, loopback"},
        });
  }

  TEST_CASE("rig errors: a message cannot speak to the terminal and stays short") {
    const std::string message =
        refused("\"\\u001b[2J" + std::string(500, 'x') + "\" = 1\n" + kSmallRig);

    CHECK(contains(message, "unknown key"));
    CHECK_FALSE(contains(message, "\x1b"));
    CHECK(message.size() < 400);
  }
}
