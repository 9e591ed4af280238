// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <set>

#include "refusal_of.hpp"
#include "rig/plan/rig_file.hpp"
#include "sample_files.hpp"

using namespace ampsweep::rig;
using ampsweep::test::kFullRig;
using ampsweep::test::kSmallRig;
using ampsweep::test::with;

namespace {
std::string hash_of(const std::string& text) { return parse_rig(text, "x.toml").hash; }
}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("rig hash: golden, so that datasets written today can be resumed tomorrow") {
    CHECK(hash_of(kFullRig) == "88cd7627d0ff8a4be3ea4cab48c894223c1958257b57ff43276b75e060871e0e");
    CHECK(hash_of(kSmallRig) == "7194ef720fcabcd722eeac984bcbb407981e63a6a3eedbab4140488e6641c041");
  }

  TEST_CASE("rig hash: comments, layout, spelled-out defaults and file name do not matter") {
    CHECK(hash_of(kSmallRig) == hash_of("# a comment\n\n" + kSmallRig));
    CHECK(hash_of(kSmallRig) == hash_of(with(kSmallRig, "resolution = 0.1", "resolution = 1e-1")));
    CHECK(hash_of(kSmallRig) == hash_of(kSmallRig + "[safety]\nramp_ms = 50\n"));
    CHECK(parse_rig(kSmallRig, "a.toml").hash == parse_rig(kSmallRig, "b/c.toml").hash);
  }

  TEST_CASE("rig hash: calibration is not in it") {
    CHECK(hash_of(kFullRig) == hash_of(with(kFullRig, "loopback_offset_samples = 1024.25", "")));
    CHECK(hash_of(kFullRig) == hash_of(with(kFullRig, "2026-11-21T", "2027-11-21T")));
  }

  TEST_CASE("rig hash: how the full scales were found is not in it") {
    CHECK(hash_of(kFullRig) ==
          hash_of(with(kFullRig, "output_full_scale_dbu = 12.5",
                       "output_full_scale_dbu = 12.5\noutput_full_scale_sigma_db = 0.05\n"
                       "input_full_scale_sigma_db = 0.1\ndate = \"2026-11-22\"")));
  }

  TEST_CASE("rig hash: every changed value gives another hash") {
    const std::vector<std::pair<std::string, std::string>> changes{
        {"\"Rack\"", "\"Rock\""},
        {"2204", "2203"},
        {"CC0-1.0", "CC-BY-4.0"},
        {"Air is off", "Air is on"},
        {"\"unused\"", "\"\""},
        {"rigtest", "other"},
        {"96000", "48000"},
        {"= 256", "= 512"},
        {"amp:in", "amp:in2"},
        {"\"mic\"", "\"room\""},
        {"index = 3", "index = 5"},
        {"reactive", "resistive"},
        {"ohm = 16", "ohm = 8"},
        {"rating_w = 100", "rating_w = 90"},
        {"50.5", "50"},
        {"50.5", "50.5\nline_out_db = 0"},
        {"-3.5", "-3"},
        {"ramp_ms = 20", "ramp_ms = 30"},
        {"margin_db = 9", "margin_db = 8"},
        {"duty = 0.25", "duty = 0.5"},
        {"dbu = 12.5", "dbu = 12"},
        {"dbu = 16", "dbu = 15"},
        {"gain_db = -2", "gain_db = -1"},
        {"gain_db = -12", "gain_db = -11"},
        {"\"gain\"\nlabel", "\"drive\"\nlabel"},
        {"Gäin", "Gain"},
        {"minimum = -1", "minimum = -2"},
        {"maximum = 11", "maximum = 12"},
        {"resolution = 0.5", "resolution = 1"},
        {"role = \"gain\"", "role = \"level\""},
        {"amp:midi", "midi"},
        {"channel = 2", "channel = 1"},
        {"controller = 26", "controller = 27"},
        {"low = 120", "low = 121"},
        {"high = 5", "high = 6"},
        {"settle_ms = 250", "settle_ms = 200"},
        {"settle_ms = 250", "settle_ms = 250, approach = 2"},
        {"\"more\"", "\"most\""},
        {"uncertainty = 0.05", "uncertainty = 0.04"},
        {"512.5", "512"},
        {"loopback_offset_samples = 3", "loopback_offset_samples = 4"},
        {"corner_hz = 20", "corner_hz = 3"},
        {"rms = -90", "rms = -91"},
        {"quantise_24bit = true", "quantise_24bit = false"},
        {"ppm = 1.5", "ppm = 1"},
        {"input_gain_db = 3", "input_gain_db = 2"},
        {"loopback_gain_db = -1\n", "loopback_gain_db = 0\n"},
        {"0.001", "0.002"},
        {"hum_dbfs_peak = -80", "hum_dbfs_peak = -81"},
        {"invert_amp = true", "invert_amp = false"},
        {"invert_amp = true", "invert_amp = true\nsend_full_scale_dbu = 4"},
        {"0.125]", "0.126]"},
        {"tone_stack = false", "tone_stack = true"},
        {"asymmetry = 0.5", "asymmetry = 0.4"},
        {"output_ohm = 10", "output_ohm = 11"},
        {"\"resistor\"", "\"1960AX\""},
        {"up_db = 0.75", "up_db = 0.5"},
        {"up_s = 60", "up_s = 61"},
        {"backlash = 0.01", "backlash = 0.02"},
        {"noise = 0.002", "noise = 0.003"},
        {"dead_knob = \"bright\"", "dead_knob = \"gain\""},
        {"seed = 99", "seed = 98"},
        {"take = 3", "take = 4"},
        {"attempt = 0", "attempt = 1"},
        {"tap_lost", "hang"},
        {"at_s = 2.5", "at_s = 2"},
        {"samples = 7", "samples = 8"}};
    std::set<std::string> hashes{hash_of(kFullRig)};
    for (const auto& [from, to] : changes) {
      INFO(from, " -> ", to);
      CHECK(hashes.insert(hash_of(with(kFullRig, from, to))).second);
    }
    CHECK(hashes.size() == changes.size() + 1);
  }
}
