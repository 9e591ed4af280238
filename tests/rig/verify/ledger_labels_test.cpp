// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/ledger_labels.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

#include "rig/dataset/json.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/verify/small_dataset.hpp"
#include "rig/verify/verify_dataset.hpp"
#include "rig/verify/verify_text.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::accused;
using test::detail_of;
using test::SmallDataset;
using test::take_of;

namespace {

/// One knob of 0..10 planned at 5, labelled as told.
Dataset labelled(const Knob& knob, const KnobLabel& label) {
  Dataset dataset;
  dataset.rig.knobs = {knob};
  TakeRecord take;
  take.planned.setting = {{knob.id, 5.0}};
  AttemptRecord attempt;
  attempt.attempt.labels = {label};
  attempt.outcome = Outcome{};
  attempt.outcome->verdict.accepted = true;
  attempt.outcome->take_file = "takes/00000.wav";
  take.attempts = {attempt};
  dataset.takes = {take};
  return dataset;
}

Knob gain(KnobControl control, double resolution = 0.0) {
  Knob knob;
  knob.id = "gain";
  knob.resolution = resolution;
  knob.control = std::move(control);
  return knob;
}

std::size_t faults_at(const Knob& knob, double printed, LabelSource source,
                      double uncertainty = 0.0) {
  const KnobLabel label{"gain", printed, normalised(knob, printed), 0.0, source, uncertainty};
  return check_knob_labels(labelled(knob, label)).wrong.size();
}

Json& label_of(Json& attempt, std::size_t knob) { return attempt.at("labels").at(knob); }

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("verify: a commanded label is the planned value; over MIDI the step next to it") {
    const Knob direct = gain(SimulatedControl{});
    CHECK(faults_at(direct, 5.0, LabelSource::Commanded) == 0);
    CHECK(faults_at(direct, 5.001, LabelSource::Commanded) == 1);

    const Knob midi = gain(MidiControl{});
    CHECK(faults_at(midi, 10.0 * 64 / 127, LabelSource::Commanded) == 0);  // 5.039: nearest step
    CHECK(faults_at(midi, 10.0 * 65 / 127, LabelSource::Commanded) == 1);
  }

  TEST_CASE("verify: a servo's commanded label is the planned value to half a step of its pulse") {
    ServoControl pulses;
    pulses.protocol = ServoProtocol::Firmata;  // whole microseconds
    pulses.marks = {{0.0, 1000.0}, {10.0, 1500.0}};
    CHECK(faults_at(gain(pulses), 5.0099, LabelSource::Commanded) == 0);
    CHECK(faults_at(gain(pulses), 5.0102, LabelSource::Commanded) == 1);
    pulses.protocol = ServoProtocol::Maestro;  // quarters
    CHECK(faults_at(gain(pulses), 5.0024, LabelSource::Commanded) == 0);
    CHECK(faults_at(gain(pulses), 5.0027, LabelSource::Commanded) == 1);
  }

  TEST_CASE("verify: a label set by hand may be off by the hand's error or half a step") {
    const Knob hand = gain(ManualControl{0.02});
    CHECK(faults_at(hand, 5.19, LabelSource::ByHand, 0.02) == 0);
    CHECK(faults_at(hand, 5.3, LabelSource::ByHand, 0.02) == 1);
    CHECK(faults_at(hand, 5.3, LabelSource::ByHand, 0.5) == 1);  // the rig holds, not the label
    CHECK(faults_at(gain(ManualControl{0.02}, 1.0), 5.5, LabelSource::ByHand) == 0);
  }

  TEST_CASE("verify: a label read back may be off by what a session takes for reached") {
    const Knob servo = gain(SimulatedControl{});
    CHECK(faults_at(servo, 5.4, LabelSource::ReadBack) == 0);
    CHECK(faults_at(servo, 5.6, LabelSource::ReadBack) == 1);
  }

  TEST_CASE("verify: a switch stands at its position, however it was set") {
    Knob channel = gain(ManualControl{0.5});
    channel.maximum = 9.0;
    channel.positions = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    CHECK(faults_at(channel, 5.0, LabelSource::ByHand) == 0);
    CHECK(faults_at(channel, 6.0, LabelSource::ByHand) == 1);
    CHECK(faults_at(channel, 6.0, LabelSource::ReadBack) == 1);
  }

  TEST_CASE("verify: printed and 0..1 of one label say the same, and neither may be NaN") {
    const Knob knob = gain(SimulatedControl{});
    const auto wrong = [&](double printed, double share) {
      return check_knob_labels(
                 labelled(knob, {"gain", printed, share, 0.0, LabelSource::Commanded, 0.0}))
          .wrong.size();
    };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(wrong(5.0, 0.5) == 0);
    CHECK(wrong(5.0, 0.5 + 1e-8) == 1);
    CHECK(wrong(5.0, nan) == 1);
    CHECK(wrong(nan, nan) == 2);
  }

  TEST_CASE("verify: every knob is labelled once, and no other") {
    const Knob knob = gain(SimulatedControl{});
    const KnobLabel label{"gain", 5.0, 0.5, 0.0, LabelSource::Commanded, 0.0};
    Dataset dataset = labelled(knob, label);
    auto& labels = dataset.takes[0].attempts[0].attempt.labels;
    labels = {label, label};
    CHECK(check_knob_labels(dataset).wrong.size() == 1);
    labels.clear();
    CHECK(check_knob_labels(dataset).wrong.size() == 1);
    labels = {label, {"bass", 5.0, 0.5, 0.0, LabelSource::Commanded, 0.0}};
    const LabelCheck check = check_knob_labels(dataset);
    REQUIRE(check.wrong.size() == 1);
    CHECK(check.wrong[0].take_file == "takes/00000.wav");
    CHECK(check.wrong[0].fault.fault.detail.find("knob bass") != std::string::npos);
  }

  TEST_CASE("verify: the plan's hash is not looked at when a planned row is lost") {
    Dataset dataset;
    dataset.plan.hash = dataset.plan_hash = plan_hash(dataset.plan);
    CHECK(check_plan_hash(dataset).empty());
    dataset.plan.seed = 7;
    CHECK(check_plan_hash(dataset).size() == 1);
    dataset.lost = {{"planned", "3", "its digest fails"}};
    CHECK(check_plan_hash(dataset).empty());
  }
}

TEST_SUITE("sim") {
  TEST_CASE("verify: an edited label is found though its digest and the tables were made again") {
    const SmallDataset data;
    data.forge_row("attempts", "1/1", [](Json& attempt) {
      label_of(attempt, 0).at("printed") = 4.0;  // was 3
      label_of(attempt, 0).at("normalised") = 0.4;
    });
    const VerifyReport report = verify_dataset(data.dir());
    INFO(verify_text(report));
    CHECK(accused(report) == std::vector<int>{1});
    CHECK(report.faults.empty());
    CHECK(detail_of(take_of(report, 1).faults, FaultCode::LabelMismatch)
              .find("ledger.sqlite: the label of takes/00001.wav has gain at 4 (commanded) where "
                    "the plan has 3") == 0);
  }

  TEST_CASE("verify: an edited split is found though its digest and the tables were made again") {
    const SmallDataset data;
    data.forge_row("planned", "3", [](Json& take) { take.at("split") = "train"; });
    const VerifyReport report = verify_dataset(data.dir());
    INFO(verify_text(report));
    CHECK(accused(report).empty());
    REQUIRE(report.faults.size() == 1);
    CHECK(report.faults[0].file == "ledger.sqlite");
    CHECK(report.faults[0].fault.code == FaultCode::LabelMismatch);
  }

  TEST_CASE("verify: a setting edited in plan and label alike is still not the plan of the start") {
    const SmallDataset data;
    data.forge_row("planned", "1", [](Json& take) { take.at("setting").at("gain") = 4.0; });
    data.forge_row("attempts", "1/1", [](Json& attempt) {
      label_of(attempt, 0).at("printed") = 4.0;
      label_of(attempt, 0).at("normalised") = 0.4;
    });
    const VerifyReport report = verify_dataset(data.dir());
    CHECK(accused(report).empty());
    CHECK(test::has_fault(report.faults, FaultCode::LabelMismatch));
  }
}
