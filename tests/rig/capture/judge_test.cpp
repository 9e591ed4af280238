// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/judge.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

AlignedTake good_take() {
  AlignedTake take;
  take.outputs["amp"] = {0.0};
  take.measured.delay_samples = 1000.37;
  take.measured.peak = DbFsPeak{-10.0};
  take.measured.noise = DbFsRms{-90.0};
  take.measured.loopback_gain_db = -3.0;
  take.measured.polarity = 1;
  take.measured.replicate_esr = 1e-6;
  take.measured.frames = 1000;
  return take;
}

Verdict judged(const AlignedTake& take, const Setting& setting = {{"gain", 5.0}, {"treble", 5.0}},
               int xruns = 0) {
  static const Rig rig = test::small_rig();
  static const Policy policy;
  const Expectations expected{1000.37, -3.0, 1};
  return judge(take, expected,
               {rig, policy, setting, SampleCount{48000}, SampleCount{1000}, xruns});
}

bool has(const Verdict& verdict, FaultCode code) {
  return std::any_of(verdict.faults.begin(), verdict.faults.end(),
                     [code](const Fault& fault) { return fault.code == code; });
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("judge: a replicate ESR as its noise predicts, or too small to harm, is none's fault") {
    AlignedTake take = good_take();
    take.measured.replicate_esr = 1.9e-3;
    take.measured.best_possible_esr = 1e-5;  // 19.8 dB below half of it
    CHECK(judged(take).accepted);
    take.measured.replicate_esr = 9e-4;
    take.measured.best_possible_esr = 0.0;
    CHECK(judged(take).accepted);
    take.measured.replicate_esr = 1.1e-3;
    CHECK(has(judged(take), FaultCode::ReplicateDiffers));
  }

  TEST_CASE("judge: a good take is accepted and every gate shows its number and limit") {
    const Verdict verdict = judged(good_take());

    CHECK(verdict.accepted);
    CHECK(verdict.faults.empty());
    CHECK(verdict.gates.size() >= 8);
    for (const Gate& gate : verdict.gates) CHECK_MESSAGE(gate.passed, gate.name);
  }

  TEST_CASE("judge: each thing that is wrong refuses the take under its own name") {
    struct Case {
      FaultCode code;
      std::function<void(AlignedTake&)> spoil;
    };
    const Case cases[]{
        {FaultCode::Clipped, [](AlignedTake& t) { t.measured.clipped_runs = 1; }},
        {FaultCode::NoiseHigh, [](AlignedTake& t) { t.measured.noise = DbFsRms{-35.0}; }},
        {FaultCode::HumHigh, [](AlignedTake& t) { t.measured.hum = DbFsRms{-45.0}; }},
        {FaultCode::DcOffset, [](AlignedTake& t) { t.measured.dc = -0.02; }},
        {FaultCode::Silent, [](AlignedTake& t) { t.measured.peak = DbFsPeak{-80.0}; }},
        {FaultCode::DelayMoved, [](AlignedTake& t) { t.measured.delay_samples += 0.06; }},
        {FaultCode::DriftTooHigh, [](AlignedTake& t) { t.measured.drift_ppm = 2.0; }},
        {FaultCode::DriftTooHigh, [](AlignedTake& t) { t.timing_residual_samples = 0.1; }},
        {FaultCode::LoopbackLevel, [](AlignedTake& t) { t.measured.loopback_gain_db = -2.94; }},
        {FaultCode::ReplicateDiffers, [](AlignedTake& t) { t.measured.replicate_esr = 0.02; }},
        {FaultCode::ReplicateDiffers,  // 21 dB over what its noise predicts
         [](AlignedTake& t) {
           t.measured.replicate_esr = 2.52e-3;
           t.measured.best_possible_esr = 1e-5;
         }},
        {FaultCode::FramesMissing, [](AlignedTake& t) { t.measured.frames = 999; }},
        {FaultCode::Slip,
         [](AlignedTake& t) {
           t.faults.push_back({FaultCode::Slip, "x"});
         }},
        {FaultCode::DcOffset,
         [](AlignedTake& t) { t.measured.dc = std::numeric_limits<double>::quiet_NaN(); }},
    };
    for (const Case& one : cases) {
      AlignedTake take = good_take();
      one.spoil(take);
      const Verdict verdict = judged(take);
      CHECK_FALSE(verdict.accepted);
      CHECK_MESSAGE(has(verdict, one.code), to_string(one.code));
      CHECK(verdict.faults.size() == 1);
    }
  }

  TEST_CASE(
      "judge: a polarity unlike the first take's is flagged: amps turn over with their knobs") {
    AlignedTake take = good_take();
    take.measured.polarity = -1;
    const Verdict verdict = judged(take);
    CHECK(verdict.accepted);
    REQUIRE(verdict.warnings.size() == 1);
    CHECK(verdict.warnings[0].code == FaultCode::PolarityInverted);
  }

  TEST_CASE("judge: a polarity unlike an earlier take's of the same setting refuses") {
    const Rig rig = test::small_rig();
    const Setting setting{{"gain", 5.0}, {"treble", 5.0}};
    const JudgeContext context{rig, Policy{}, setting, SampleCount{48000}, SampleCount{1000}, 0};
    AlignedTake take = good_take();
    take.measured.polarity = -1;
    const Verdict verdict = judge(take, {1000.37, -3.0, -1, 1}, context);
    CHECK(has(verdict, FaultCode::PolarityInverted));
    CHECK(verdict.faults.size() == 1);
    CHECK(judge(take, {1000.37, -3.0, 1, -1}, context).accepted);
    take.measured.polarity = 0;
    CHECK(judge(take, {1000.37, -3.0, -1, 1}, context).accepted);
  }

  TEST_CASE("judge: an unsure polarity is not even flagged") {
    AlignedTake take = good_take();
    take.measured.polarity = 0;
    CHECK(judged(take).accepted);
    CHECK(judged(take).warnings.empty());
  }

  TEST_CASE("judge: a further output is weighed as the first is, and named") {
    AlignedTake take = good_take();
    take.further["mic"] = take.measured;
    take.further["mic"].peak = DbFsPeak{-80.0};
    Verdict verdict = judged(take);
    REQUIRE(verdict.faults.size() == 1);
    CHECK(verdict.faults[0].code == FaultCode::Silent);
    CHECK(verdict.faults[0].detail.find("peak of mic") == 0);
    CHECK(judged(take, {{"gain", 0.0}, {"treble", 5.0}}).accepted);
    take.further["mic"] = take.measured;
    take.further["mic"].clipped_runs = 2;
    verdict = judged(take);
    REQUIRE(verdict.faults.size() == 1);
    CHECK(verdict.faults[0].detail.find("clipped runs of mic") == 0);
    take.further["mic"] = take.measured;
    take.further["mic"].replicate_esr = 0.02;
    CHECK(has(judged(take), FaultCode::ReplicateDiffers));
  }

  TEST_CASE("judge: an xrun refuses a take that looks good") {
    CHECK(has(judged(good_take(), {{"gain", 5.0}, {"treble", 5.0}}, 1), FaultCode::Xrun));
  }

  TEST_CASE("judge: silence with the gain knob at its end is flagged, not refused") {
    AlignedTake take = good_take();
    take.measured.peak = DbFsPeak{-80.0};
    take.measured.replicate_esr = 1.9;

    const Verdict verdict = judged(take, {{"gain", 0.0}, {"treble", 5.0}});

    CHECK(verdict.accepted);
    REQUIRE(verdict.warnings.size() == 1);
    CHECK(verdict.warnings[0].code == FaultCode::Silent);
  }

  TEST_CASE("judge: drift that was taken out is flagged, not refused") {
    AlignedTake take = good_take();
    take.measured.drift_ppm = 2.0;
    take.measured.drift_corrected = true;
    take.measured.delay_samples += 30.0;  // two clocks: the delay wanders from take to take

    const Verdict verdict = judged(take);

    CHECK(verdict.accepted);
    CHECK(verdict.warnings.size() == 1);
  }

  TEST_CASE("learn: the first take sets what is expected, later ones do not move it") {
    Expectations expected;
    TakeMeasurements first = good_take().measured;
    TakeMeasurements second = first;
    second.delay_samples += 0.01;
    second.loopback_gain_db = -2.99;

    learn(expected, first);
    learn(expected, second);

    CHECK(*expected.epoch_delay_samples == 1000.37);

    Expectations fresh;
    first.drift_corrected = true;  // then it is the delay at the take's start
    learn(fresh, first);
    CHECK_FALSE(fresh.epoch_delay_samples);
    learn(fresh, second);
    CHECK(*fresh.epoch_delay_samples == second.delay_samples);
    CHECK(*expected.loopback_gain_db == -3.0);
    CHECK(expected.polarity == 1);
  }
}
