// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/json.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <limits>

#include "rig/dataset/plan_json.hpp"
#include "rig/dataset/rig_json.hpp"
#include "rig/dataset/stimulus_json.hpp"
#include "rig/dataset/take_json.hpp"
#include "rig/plan/rig_file.hpp"
#include "tests/rig/dataset/dataset_support.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;

/// Through text, as the ledger stores it.
template <class Write, class Read>
std::string twice(const Write& write, const Read& read) {
  const std::string text = compact_text(write);
  CHECK(compact_text(to_json(read(parse_json(text)))) == text);
  return text;
}

Rig full_rig() {
  Rig rig = test::small_rig();
  rig.file = "/home/\"me\"/rig.toml";
  rig.audio = {AudioApi::Jack,
               "hw:1",
               "default",
               SampleRate{96000},
               256,
               {{"amp", 1, "system:playback_1"}},
               {{"amp", 1, "a"}, {"mic", 3, "c"}},
               true};
  rig.load = {"reactive", Ohms{8.1}, Watts{100.0}, Watts{50.5}, Decibels{-30.25}};
  rig.safety = {DbFsPeak{-1.5}, 51.0, 6.5, false, 0.61};
  rig.levels = {Dbu{12.3}, std::nullopt, Decibels{-3.1}, Decibels{-0.1}};
  rig.knobs[0].control = MidiControl{"port", 2, 20, 127, 0, 301.5};
  rig.knobs[1].control = ManualControl{0.021};
  rig.knobs[1].positions = {"low", "hi\xC3\xA9"};
  ServoControl servo;
  servo.protocol = ServoProtocol::Maestro;
  servo.port = "usb-\"x\"";
  servo.baud = 115200;
  servo.address = 5;
  servo.marks = {{0.0, 2000.25}, {5.5, 1500.5}, {10.0, 1000.75}};
  servo.stop_low = 900.5;
  servo.stop_high = 2100.5;
  servo.pot = PotClass::Thumbwheel;
  servo.speed_deg_s = 31.5;
  servo.overshoot_deg = 2.5;
  servo.inset_deg = 3.5;
  servo.backlash_deg = 0.75;
  servo.uncertainty_deg = 1.25;
  servo.settle_ms = 123.5;
  servo.hold = true;
  servo.raw_per_deg = 10.25;
  servo.torque_limit = 14;
  servo.supply_v = 7.4;
  servo.crc = false;
  servo.device = 12;
  servo.slip_torque_cnm = 4.25;
  servo.calibrated = "2026-11-20";
  rig.knobs.push_back(rig.knobs[0]);
  rig.knobs.back().id = "mid";
  rig.knobs.back().control = servo;
  MidiControl parameter{"din", 16, 1234, 3, 16000, 12.5, 600, MidiKind::Nrpn, 14};
  parameter.marks = {{0.0, 16000}, {2.5, 9000}, {10.0, 3}};
  rig.knobs.push_back(rig.knobs[0]);
  rig.knobs.back().id = "presence";
  rig.knobs.back().control = parameter;
  MidiControl program{"din", 15, 0, 0, 127, 700.0, 4, MidiKind::Program};
  program.values = {4, 0};
  program.recalls = true;
  rig.knobs.push_back(rig.knobs[1]);
  rig.knobs.back().id = "channel";
  rig.knobs.back().control = program;
  rig.midi = {2, 0, 30.5};
  rig.interface_checklist = {"Air off", "direct monitor off"};
  rig.calibration = {1024.25, -0.031, "2026-11-21"};
  rig.licence = "CC0-1.0";
  return rig;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("json: 200000 random doubles and all special ones come back bit for bit") {
    signals::Random random{17};
    std::size_t wrong = 0;
    for (int i = 0; i < 200000; ++i) {
      const double value = std::bit_cast<double>(random.next());
      if (std::isnan(value)) continue;
      const double back = real(parse_json(compact_text(real(value))));
      wrong += std::bit_cast<std::uint64_t>(back) == std::bit_cast<std::uint64_t>(value) ? 0U : 1U;
    }
    CHECK(wrong == 0);
    using Limits = std::numeric_limits<double>;
    for (const double value : {0.0, -0.0, Limits::denorm_min(), Limits::max(), Limits::infinity(),
                               -Limits::infinity()}) {
      const double back = real(parse_json(compact_text(real(value))));
      CHECK(std::bit_cast<std::uint64_t>(back) == std::bit_cast<std::uint64_t>(value));
    }
    CHECK(std::isnan(real(parse_json(compact_text(real(std::nan("")))))));
    CHECK_THROWS(static_cast<void>(real(Json(nullptr))));
  }

  TEST_CASE("json: bytes that are not UTF-8 become U+FFFD instead of an exception") {
    CHECK(compact_text(Json("a\xFF"
                            "b")) ==
          "\"a\xEF\xBF\xBD"
          "b\"");
  }

  TEST_CASE("json: attempt, outcome, epoch and event survive with every field") {
    Attempt attempt{3,
                    2,
                    5,
                    {{"gain", 0.1, 1.0 / 3.0, 64.5, LabelSource::ByHand, 0.02}},
                    0xFFFFFFFFFFFFFFFFULL,
                    "hash",
                    "2026"};
    const std::string text = twice(to_json(attempt), attempt_from);
    const Attempt back = attempt_from(parse_json(text));
    CHECK(back.seed == attempt.seed);
    CHECK(back.labels[0].source == LabelSource::ByHand);
    CHECK(back.labels[0].normalised == 1.0 / 3.0);

    Outcome outcome = test::refusing();
    outcome.verdict.warnings.push_back({FaultCode::DcOffset, "a\nb \"quoted\" \xE2\x82\xAC"});
    outcome.measured.time_source = TimeSource::FixedDelay;
    outcome.measured.noise = DbFsRms{-std::numeric_limits<double>::infinity()};
    outcome.measured.drift_ppm = -0.0;
    outcome.measured.loopback_gain_db = 0.25;
    outcome.raw_file = "raw/00003-a2.wav";
    const Json json = to_json(attempt, outcome, {{"mic", "takes-mic/00003.wav", "abc"}});
    const OutcomeRow row = outcome_from(parse_json(compact_text(json)));
    CHECK(compact_text(to_json(attempt, row.outcome, row.further)) == compact_text(json));
    CHECK(row.outcome.measured.noise.value() < -1e300);
    CHECK(row.outcome.measured.best_possible_esr == std::nullopt);
    CHECK(row.outcome.verdict.warnings[0].detail == outcome.verdict.warnings[0].detail);

    twice(to_json(Epoch{2, "t", "JACK", SampleRate{44100}, 64, 1000.5, std::nullopt, -0.5}),
          epoch_from);
    twice(to_json(Event{7, "t", "kind", "text"}), event_from);
  }

  TEST_CASE("json: rig, plan and planned takes survive with every field") {
    const std::string rig = twice(to_json(full_rig()), rig_from);
    CHECK(rig.find("\"high\":0") != std::string::npos);
    Rig back = full_rig();
    back.knobs = rig_from(parse_json(rig)).knobs;
    CHECK(rig_hash(back) == rig_hash(full_rig()));  // it covers every key of every control
    CHECK(std::get<ServoControl>(back.knobs[2].control).calibrated == "2026-11-20");
    CHECK(rig_from(parse_json(rig)).knobs[0].control.index() ==
          full_rig().knobs[0].control.index());

    Plan plan = test::small_plan();
    plan.stimulus = {"di.wav",
                     "mix",
                     "v.wav",
                     31.0,
                     9.0,
                     7.0,
                     DbFsPeak{-5.0},
                     DbFsPeak{-13.0},
                     DbFsPeak{-21.0},
                     99,
                     signals::Suite::Full};
    plan.policy = {3, 0.25, 0.02, 0.06, 0.011, -41.0, 5.0, true};
    plan.policy.max_hum_dbfs_rms = -50.0;
    plan.policy.refuse_flat_tops = true;
    plan.policy.max_replicate_excess_db = 11.0;
    plan.policy.max_block_change_db = 0.3;
    plan.policy.max_noise_rise_db = 7.0;
    plan.policy.block_retakes = 4;
    plan.policy.retake_odd = false;
    plan.policy.on = {{FaultCode::Clipped, Reaction::Skip}, {FaultCode::Slip, Reaction::Requeue}};
    plan.policy.warm_up = {true, 12.0, 0.03, 0.2, WarmUpPolicy::Then::Pause};
    plan.max_correlation = 0.19;
    twice(to_json(plan), plan_from);
    for (const PlannedTake& take : plan.takes) twice(to_json(take), planned_take_from);
  }

  TEST_CASE("json: every kind of segment recipe survives") {
    const std::vector<signals::Segment> segments{
        {signals::SegmentRole::Silence, SampleCount{0}, SampleCount{10}, {}},
        {signals::SegmentRole::Marker, SampleCount{10}, SampleCount{11}, signals::ChirpSpec{}},
        {signals::SegmentRole::Sweep, SampleCount{21}, SampleCount{12}, signals::SweepSpec{}},
        {signals::SegmentRole::Tone, SampleCount{33}, SampleCount{13}, signals::ToneSpec{}},
        {signals::SegmentRole::Multitone, SampleCount{46}, SampleCount{14},
         signals::MultitoneSpec{{Hertz{100.5}, Hertz{1e3}}, SampleCount{14}, DbFsPeak{-7.0}, 5}},
        {signals::SegmentRole::Training, SampleCount{60}, SampleCount{15}, signals::GuitarSpec{}},
        {signals::SegmentRole::Validation, SampleCount{75}, SampleCount{16},
         signals::FileAudioSpec{"d\"i.wav", "aa", SampleCount{5}, "left"}},
        {signals::SegmentRole::TwoTone, SampleCount{91}, SampleCount{17},
         signals::TwoToneSpec{.low = Hertz{82.41}, .low_over_high = 1.0}}};
    const std::string text = twice(to_json(segments), segments_from);
    const auto back = segments_from(parse_json(text));
    REQUIRE(back.size() == segments.size());
    for (std::size_t i = 0; i < back.size(); ++i) {
      CHECK(back[i].recipe.index() == segments[i].recipe.index());
      CHECK(back[i].role == segments[i].role);
    }
  }

  TEST_CASE("json: a row with a field missing or an unknown name is refused, not guessed") {
    const Json whole = to_json(test::small_plan().takes[0]);
    for (const auto& [key, value] : whole.items()) {
      Json cut = whole;
      cut.erase(key);
      CHECK_THROWS(static_cast<void>(planned_take_from(cut)));
    }
    Json odd = whole;
    odd["split"] = "holdout";
    CHECK_THROWS(static_cast<void>(planned_take_from(odd)));
  }
}
