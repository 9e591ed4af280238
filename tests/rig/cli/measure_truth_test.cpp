// SPDX-License-Identifier: GPL-3.0-or-later
// The full suite through the simulated bench, held against what the simulated amp does in closed
// form: noise, hum, 20 Hz coupling, 24-bit converters, a drifting clock and a fractional latency
// on.
#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <nlohmann/json.hpp>
#include <string>

#include "command_desk.hpp"
#include "fixtures/tone_truth.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/plan/rig_file.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;

namespace {

constexpr const char* kBench = R"([simulated]
latency_samples = 1000.37
noise_dbfs_rms = -100
ac_corner_hz = 20
drift_ppm = 30
quantise_24bit = true
)";

constexpr double kNoise = -100.0;      // dBFS rms
constexpr double kHumLine = -88.0103;  // dBFS rms: the 50 Hz line of -85 dBFS peak

/// The suite at one setting; the document of its take.
json measured(test::CommandDesk& desk, const std::string& rest, const std::string& set) {
  desk.write_rig(kBench + rest);
  REQUIRE_MESSAGE(desk.run({"--json", "measure", desk.path("rig.toml"), "--simulate", "--set", set,
                            "--suite", "full", "--out", desk.path("m")}) == cli::kOk,
                  desk.err);
  return json::parse(desk.out);
}

double degrees_apart(double a, double b) { return std::remainder(a - b, 360.0); }

/// Phase of order n as cosines when the fundamental's is taken as zero; the truth is in sines.
double relative_phase(const fixtures::ToneTruth& truth, int order) {
  return truth.phase_deg(order) - order * truth.phase_deg(1) + 90.0 * (order - 1);
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE(
      "cli: the full suite tells the simulated guitar amp's closed form through noise, "
      "coupling and drift") {
    test::CommandDesk desk;
    const json document = measured(desk, "[[knob]]\nid = \"gain\"\nrole = \"gain\"\n", "gain=6");
    const Rig rig = load_rig(desk.path("rig.toml"));
    fixtures::AmpPositions at;
    at.gain = 0.6;
    const auto truth_of = [&](double hz, double dbfs_peak, int orders) {
      return fixtures::recorded_truth(rig, at, {Hertz{hz}, std::pow(10.0, dbfs_peak / 20.0)},
                                      orders);
    };

    for (const json& tone : document.at("tones")) {
      const double hz = tone.at("played_hz").get<double>();
      CAPTURE(hz);
      const auto truth = truth_of(hz, tone.at("played_dbfs_peak").get<double>(), 6);
      CHECK(std::abs(tone.at("level_dbfs_peak").get<double>() - truth.level_db(1)) < 0.002);
      for (const json& harmonic : tone.at("harmonics")) {
        const int order = harmonic.at("order").get<int>();
        if (order < 2 || order > 6) continue;
        CAPTURE(order);
        if (truth.dbc(order) < -60.0) continue;
        CHECK(harmonic.at("measured").get<bool>());
        CHECK(std::abs(harmonic.at("level_dbc").get<double>() - truth.dbc(order)) < 0.02);
        CHECK(std::abs(degrees_apart(harmonic.at("phase_deg").get<double>(),
                                     relative_phase(truth, order))) < 0.2);
      }
    }

    for (const json& order : document.at("sweep").at("orders")) {
      const int n = order.at("order").get<int>();
      if (n > 5) continue;
      CAPTURE(n);
      for (std::size_t i = 0; i < order.at("hz").size(); ++i) {
        const double hz = order.at("hz").at(i).get<double>() / n;
        if (hz < 50.0 || n * hz > 10000.0) continue;
        CAPTURE(hz);
        const auto truth = truth_of(hz, -12.0, 5);
        if (truth.dbc(n) < -60.0) continue;
        const double level = order.at("level_db").at(i).get<double>() - 12.0;
        CHECK(std::abs(level - truth.level_db(n)) < 0.05);
        CHECK(std::abs(degrees_apart(order.at("phase_deg").at(i).get<double>(),
                                     truth.phase_deg(n))) < 0.5);
      }
    }
    for (const json& point : document.at("sweep").at("thd")) {
      const double hz = point.at("excitation_hz").get<double>();
      if (hz < 50.0 || hz > 2000.0) continue;
      CAPTURE(hz);
      const auto truth = truth_of(hz, -12.0, 9);
      double sum = 0.0;
      for (const json& n : point.at("orders")) {
        if (n.get<int>() <= 9) sum += std::pow(10.0, truth.dbc(n.get<int>()) / 10.0);
      }
      CHECK(std::abs(point.at("thd_f_db").get<double>() - 10.0 * std::log10(sum)) < 0.05);
    }

    // Against the loopback, which is AC coupled as well, the coupling is gone.
    const json& linear = document.at("sweep").at("linear");
    Rig uncoupled = rig;
    uncoupled.simulation.ac_corner_hz = 0.0;
    for (std::size_t i = 0; i < linear.at("hz").size(); ++i) {
      const double hz = linear.at("hz").at(i).get<double>();
      if (hz < 50.0 || hz > 10000.0) continue;
      CAPTURE(hz);
      const auto truth =
          fixtures::recorded_truth(uncoupled, at, {Hertz{hz}, std::pow(10.0, -12.0 / 20.0)}, 1);
      CHECK(std::abs(linear.at("level_db").at(i).get<double>() - 12.0 - truth.level_db(1)) < 0.02);
      CHECK(std::abs(degrees_apart(linear.at("phase_deg").at(i).get<double>(),
                                   truth.phase_deg(1))) < 0.2);
    }

    for (const json& ladder : document.at("levels")) {
      const double hz = ladder.at("frequency_hz").get<double>();
      CAPTURE(hz);
      for (const json& step : ladder.at("steps")) {
        const double input = step.at("input_dbfs_peak").get<double>();
        CAPTURE(input);
        const auto truth = truth_of(hz, input, 5);
        // Noise: four sigma as it says itself.
        const double doubt = 0.002 + 4.0 * step.at("gain_sigma_db").get<double>();
        CHECK(std::abs(step.at("output_dbfs_peak").get<double>() - truth.level_db(1)) < doubt);
      }
    }

    for (const char* idle : {"idle_before", "idle_after"}) {
      const json& noise = document.at(idle).at("without_hum");
      // White noise, 20 Hz to 20 kHz of 24: -0.80 dB; weighted as measurement.md 7.1 case 13.
      CHECK(std::abs(noise.at("unweighted_dbfs_rms").get<double>() - kNoise + 0.80) < 0.15);
      CHECK(std::abs(noise.at("a_weighted_dbfs_rms").get<double>() - kNoise + 2.85) < 0.15);
      CHECK(std::abs(noise.at("itu_468_dbfs_rms").get<double>() - kNoise - 6.42) < 0.15);
      CHECK(std::abs(noise.at("ccir_rms_dbfs_rms").get<double>() - kNoise - 0.79) < 0.15);
      CHECK(document.at(idle).at("hum").at("mains_hz").is_null());
    }
    CHECK_FALSE(document.at("noise_change").at("significant").get<bool>());
  }

  TEST_CASE(
      "cli: the full suite tells a polynomial's IMD, best linear fit and stillness, and the hum") {
    test::CommandDesk desk;
    const json document = measured(desk,
                                   "amp = \"polynomial\"\npolynomial = [1.0, 0.3, 0.2]\n"
                                   "tone_stack = false\nload = \"resistor\"\nhum_dbfs_peak = -85\n"
                                   "[[knob]]\nid = \"mid\"\nrole = \"eq\"\n",
                                   "mid=5");
    constexpr double kA2 = 0.3;
    constexpr double kA3 = 0.2;
    const double a = std::pow(10.0, -12.0 / 20.0);
    // SMPTE, 4:1: f2 +- f1 of a2 A1 A2 each over f2's own amplitude (measurement.md 2.4).
    const json& smpte = document.at("tone_pairs").at(0);
    const double low = 0.8 * a;
    const double high = 0.2 * a;
    const double at_f2 = high + kA3 * (0.75 * high * high * high + 1.5 * high * low * low);
    CHECK(std::abs(smpte.at("d_m2").at("percent").get<double>() /
                       (100.0 * 2.0 * kA2 * low * high / at_f2) -
                   1.0) < 0.003);
    // Gaussian input of rms s: even power 2 a2^2 s^4, odd 6 a3^2 s^6, gain 1 + 3 a3 s^2.
    const json& multisine = document.at("multisine");
    const double s2 = std::pow(10.0, multisine.at("level_dbfs_rms").get<double>() / 10.0);
    const double gain = 1.0 + 3.0 * kA3 * s2;
    const double even = 10.0 * std::log10(2.0 * kA2 * kA2 * s2 / (gain * gain));
    CHECK(std::abs(multisine.at("even").at("re_output_db").get<double>() - even) < 0.3);
    for (const char* idle : {"idle_before", "idle_after"}) {
      const json& hum = document.at(idle).at("hum");
      CHECK(hum.at("mains_hz") == 50);
      CHECK(std::abs(hum.at("line_hz").get<double>() - 50.0) < 0.01);
      CHECK(std::abs(hum.at("lines").at(0).at("level_dbfs_rms").get<double>() - kHumLine) < 0.1);
    }
    for (const json& burst : document.at("bursts")) {
      CHECK_FALSE(burst.at("attack").at("resolved").get<bool>());
    }
  }
}
