// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/calibrate_levels.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fixtures/simulated_bench.hpp"
#include "rig/capture/meter_reading.hpp"
#include "rig/model/result.hpp"
#include "signals/calibration.hpp"
#include "support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

constexpr double kSendTruth = 6.5;    // dBu of a 0 dBFS peak sine at the send
constexpr double kReturnTruth = 9.5;  // the same at the return: its gain is -3 dB

/// A cable between send and return, whose two full scales are known.
struct CableBench {
  Rig rig = with_simulated_cable(test::small_rig());
  LevelsWish wish;
  std::stop_source stop;
  std::string doing;
  fixtures::SimulatedBench made;

  CableBench() {
    rig.simulation.send_full_scale_dbu = kSendTruth;
    rig.simulation.input_gain_db = kSendTruth - kReturnTruth;
    rig.levels.amp_send_gain = Decibels{-7.0};  // of takes; the tone leaves at its own level
  }
  LevelsReport run() {
    made = fixtures::simulate(rig);
    return rerun();
  }
  LevelsReport rerun() {
    return calibrate_levels(
        rig, made.bench, wish, [this](const std::string& what, const Meters&) { doing = what; },
        stop.get_token());
  }
  /// What refuses, and of which kind; empty when nothing does.
  std::string refusal(SetupKind kind) {
    try {
      (void)run();
    } catch (const SetupError& error) {
      CHECK(error.kind() == kind);
      return error.what();
    }
    return "";
  }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The number in "hums or hisses at -60.0 dBFS rms"; 0: not said.
double idle_level_in(const std::string& text) {
  const std::string before = "hums or hisses at ";
  const auto at = text.find(before);
  return at == std::string::npos ? 0.0 : std::stod(text.substr(at + before.size()));
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("meter reading: volts, millivolts, dBu and dBV as people type them") {
    const std::pair<const char*, double> rows[] = {
        {"0.245", 0.245},
        {" 0,245 V ", 0.245},
        {"245 mV", 0.245},
        {"245mVrms", 0.245},
        {"+1.5 Vrms", 1.5},
        {"0 dBu", std::sqrt(0.6)},
        {"-20 dBV", 0.1},
        {".5", 0.5},
        {"-9.5 dBu", std::sqrt(0.6) * std::pow(10.0, -9.5 / 20.0)},
        {"3.", 3.0},
        {"2E0", 0.0}};
    for (const auto& [text, volts] : rows) {
      INFO(text);
      const auto reading = meter_reading(text);
      REQUIRE(reading.has_value() == (volts > 0.0));
      if (reading) CHECK(reading->volts.value() == doctest::Approx(volts).epsilon(1e-12));
    }
  }

  TEST_CASE("meter reading: the last digit is its doubt") {
    // a step of 0.001 V on 0.2 V: 0.001 / sqrt 12 / 0.2 = 0.144 %, 0.01253 dB
    CHECK(meter_reading("0.200")->last_step.value() == doctest::Approx(0.012528).epsilon(1e-3));
    CHECK(meter_reading("200 mV")->last_step.value() == doctest::Approx(0.012528).epsilon(1e-3));
    CHECK(meter_reading("-9.5 dBu")->last_step.value() == doctest::Approx(0.1 / std::sqrt(12.0)));
  }

  TEST_CASE("meter reading: what is no reading is refused with the reason") {
    const std::pair<const char*, const char*> rows[] = {
        {"", "no number"},         {"loud", "no number"}, {"0.2 W", "unit"},
        {"0", "more than 0"},      {"-3", "more than 0"}, {"5000", "many volts"},
        {"nan", "no number"},      {"1.2.3", "unit"},     {"1,234,5", "unit"},
        {"200 dBu", "many volts"}, {"inf", "no number"}};
    for (const auto& [text, reason] : rows) {
      INFO(text);
      const auto reading = meter_reading(text);
      REQUIRE_FALSE(reading);
      CHECK(contains(reading.error(), reason));
      CHECK(contains(reading.error(), "0.245"));
    }
  }
}

TEST_SUITE("sim") {
  TEST_CASE("calibrate levels: both known truths within 0.01 dB, whatever the send gain of takes") {
    CableBench bench;
    const LevelsReport report = bench.run();
    REQUIRE(report.output);
    REQUIRE(report.input);
    CHECK(std::abs(report.output->full_scale.value() - kSendTruth) < 0.01);
    CHECK(std::abs(report.input->full_scale.value() - kReturnTruth) < 0.01);
    CHECK(report.ok());
    CHECK(report.gates.size() == 2);
    CHECK(bench.doing == "the tone sounds");
    // 1 % of a meter is 0.0864 dB, over sqrt 3
    CHECK(report.output->sigma.value() == doctest::Approx(0.0499).epsilon(0.01));
    REQUIRE(report.returned.size() == 1);
    CHECK(report.returned[0].level.value() == doctest::Approx(-23.0).epsilon(1e-4));
  }

  TEST_CASE("calibrate levels: with a check the levels agree, and a wrong reading shows") {
    CableBench bench;
    bench.wish.check = true;
    const LevelsReport report = bench.run();
    CHECK(report.ok());
    CHECK(report.gates.size() == 4);
    CHECK(report.send.at(1).sent == DbFsPeak{-30.0});

    // -20 dBFS peak of a +6.5 dBu send is 0.1637 V; 10 dB below it 0.0518 V
    bench.wish.send_readings = {"0.1637", "0.0530"};
    const LevelsReport wrong = bench.run();
    CHECK_FALSE(wrong.ok());
    const auto& gate = wrong.gates.at(1);
    CHECK(gate.name == "output_linearity");
    CHECK(gate.value == doctest::Approx(20.0 * std::log10(0.0530 / 0.1637) + 10.0));
    CHECK_FALSE(gate.passed());
  }

  TEST_CASE("calibrate levels: the meter at the return counts there, Enter takes the first over") {
    CableBench bench;
    bench.wish.send_readings = {"0.1637 V"};
    bench.wish.return_readings = {"-14.5 dBu"};  // 1 dB lost in the input's own resistance
    const LevelsReport loaded = bench.run();
    CHECK(loaded.at_return.at(0).metered);
    CHECK(loaded.input->full_scale.value() == doctest::Approx(kReturnTruth - 1.0).epsilon(1e-3));

    bench.wish.return_readings = {};
    const LevelsReport taken = bench.run();
    CHECK_FALSE(taken.at_return.at(0).metered);
    CHECK(taken.input->full_scale.value() == doctest::Approx(kReturnTruth).epsilon(1e-3));
    CHECK(bench.made.person->asked_to_type().empty());
  }

  TEST_CASE("calibrate levels: text that is no reading is asked again with the reason") {
    CableBench bench;
    bench.made = fixtures::simulate(bench.rig);
    bench.made.person->will_type({"loud", "0 V", "0.1637", ""});
    const LevelsReport report = bench.rerun();
    CHECK(report.send.at(0).volts.value() == 0.1637);
    const auto& asked = bench.made.person->asked_to_type();
    REQUIRE(asked.size() == 4);
    CHECK(contains(asked[1].title, "\"loud\": that is no number"));
    CHECK(contains(asked[2].title, "more than 0 V"));
  }

  TEST_CASE("calibrate levels: the return may be left out") {
    CableBench bench;
    bench.made = fixtures::simulate(bench.rig);
    bench.wish.with_return = false;
    const LevelsReport report = bench.rerun();
    CHECK(report.output);
    CHECK_FALSE(report.input);
    CHECK(report.returned.empty());
  }

  TEST_CASE(
      "calibrate levels: noise, hum, distortion, clipping and no tone are refused by number") {
    CableBench noisy;
    noisy.rig.simulation.noise_dbfs_rms = -60.0;
    CHECK(idle_level_in(noisy.refusal(SetupKind::Device)) == doctest::Approx(-60.0).epsilon(0.005));

    CableBench humming;
    humming.rig.simulation.hum_dbfs_peak = -50.0;
    // 0, -6, -12 and -18 dB of -50 dBFS peak together
    CHECK(idle_level_in(humming.refusal(SetupKind::Device)) ==
          doctest::Approx(-51.8).epsilon(0.005));

    CableBench clipping;
    clipping.rig.simulation.input_gain_db = 19.5;
    CHECK(contains(clipping.refusal(SetupKind::Device), "-0.50 dBFS peak"));

    CableBench distorting;
    distorting.rig.simulation.amp = "polynomial";
    distorting.rig.simulation.polynomial = {1.0, 1.0};
    CHECK(contains(distorting.refusal(SetupKind::Device), "dB below the tone"));

    CableBench unplugged;
    unplugged.rig.simulation.input_gain_db = -120.0;
    CHECK(contains(unplugged.refusal(SetupKind::Device), "does not come back"));
  }

  TEST_CASE("calibrate levels: an impossible full scale fails its gate") {
    CableBench bench;
    bench.wish.send_readings = {"0.1637 mV"};  // millivolts typed for volts
    const LevelsReport report = bench.run();
    CHECK_FALSE(report.ok());
    CHECK(report.gates.at(0).value == doctest::Approx(-53.5).epsilon(1e-3));
  }

  TEST_CASE("calibrate levels: nothing sounds unless confirmed, nor above the ceiling") {
    CableBench loud;
    loud.wish.level = DbFsPeak{-0.5};
    CHECK(contains(loud.refusal(SetupKind::Safety), "above the ceiling"));

    CableBench refused;
    refused.made = fixtures::simulate(refused.rig);
    refused.made.bench.person = std::make_unique<fixtures::ScriptedOperator>(
        std::deque<Operator::Answer>{}, Operator::Answer::No);
    CHECK_THROWS_AS((void)refused.rerun(), SetupError);
    CHECK(refused.made.interface->sent_rms() == 0.0);
  }

  TEST_CASE("calibrate levels: a stop while the person thinks ramps down and writes nothing") {
    CableBench bench;
    bench.made = fixtures::simulate(bench.rig);
    bench.made.person->type_by([&] {
      bench.stop.request_stop();
      return std::string{"0.2"};
    });
    CHECK_THROWS_WITH_AS((void)bench.rerun(), doctest::Contains("stopped"), SetupError);
  }

  TEST_CASE("calibrate levels: without an answer, or with a dead stream, the reason is told") {
    CableBench bench;
    bench.made = fixtures::simulate(bench.rig);
    bench.made.person->type_by({});
    CHECK_THROWS_WITH_AS((void)bench.rerun(), doctest::Contains("--meter-volts"), SetupError);

    CableBench dying;
    dying.rig.simulation.faults = {{-2, 0, InjectedFault::Kind::Lost, 1.0, 1, "all"}};
    CHECK(contains(dying.refusal(SetupKind::Device), "went away"));
  }
}
