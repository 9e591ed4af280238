// SPDX-License-Identifier: GPL-3.0-or-later
#include "made_dataset.hpp"

#include <fmt/format.h>

#include "tests/support/small_rig.hpp"

namespace ampsweep::test {
namespace {

using namespace rig;

std::vector<KnobLabel> labels_of(const Rig& rig, const Setting& setting) {
  std::vector<KnobLabel> labels;
  for (const Knob& knob : rig.knobs) {
    const double value = setting.at(knob.id);
    labels.push_back({knob.id, value, normalised(knob, value), value, LabelSource::ByHand, 0.02});
  }
  return labels;
}

Outcome accepted(int take) {
  Outcome outcome;
  outcome.verdict.accepted = true;
  outcome.verdict.gates = {{"timing residual", 0.001, 0.05, "samples", true},
                           {"clipped runs", 0.0, 0.0, "", true}};
  outcome.measured.delay_samples = 1000.0 + 0.001 * take;
  outcome.measured.drift_ppm = 0.001;
  outcome.measured.polarity = 1;
  outcome.measured.peak = DbFsPeak{-10.0 - take % 7};
  outcome.measured.noise = DbFsRms{-90.0};
  outcome.measured.replicate_esr = 1e-5 * (take + 1);
  outcome.raw_file = fmt::format("raw/{:05}.wav", take);
  outcome.take_file = fmt::format("takes/{:05}.wav", take);
  return outcome;
}

Outcome refused(int take) {
  Outcome outcome = accepted(take);
  outcome.verdict.accepted = false;
  outcome.verdict.gates[1] = {"clipped runs", 3.0, 0.0, "", false};
  outcome.verdict.faults = {{FaultCode::Clipped, "the input clipped: turn its gain down"}};
  outcome.raw_file = fmt::format("raw/{:05}-a1.wav", take);
  outcome.take_file.clear();
  return outcome;
}

AttemptRecord attempt(const Dataset& dataset, const TakeRecord& take, int number) {
  AttemptRecord record;
  record.attempt.take = take.planned.id;
  record.attempt.number = number;
  record.attempt.labels = labels_of(dataset.rig, take.planned.setting);
  record.attempt.started = "2026-01-02T03:04:05Z";
  return record;
}

void play(const Dataset& dataset, TakeRecord& take) {
  const int id = take.planned.id;
  if (id % 10 == 2) return;
  AttemptRecord first = attempt(dataset, take, 1);
  if (id % 10 == 0 || id % 10 == 1) first.outcome = refused(id);
  if (id % 10 > 3) first.outcome = accepted(id);
  take.attempts.push_back(first);
  if (id % 10 != 1) return;
  AttemptRecord second = attempt(dataset, take, 2);
  second.outcome = accepted(id);
  second.outcome->verdict.warnings = {{FaultCode::NoiseHigh, "more hum than usual"}};
  take.attempts.push_back(second);
}

}  // namespace

std::shared_ptr<Dataset> made_dataset(int takes) {
  auto dataset = std::make_shared<Dataset>();
  dataset->dir = "/somewhere/made";
  dataset->uuid = "made";
  dataset->rig = small_rig();
  dataset->segments = small_stimulus().segments;
  dataset->length = small_stimulus().length();
  for (int id = 0; id < takes; ++id) {
    PlannedTake planned;
    planned.id = id;
    planned.split = static_cast<Split>(id % 4);
    for (const Knob& knob : dataset->rig.knobs) planned.setting[knob.id] = id % 11;
    dataset->plan.takes.push_back(planned);
    TakeRecord take;
    take.planned = planned;
    play(*dataset, take);
    dataset->takes.push_back(take);
  }
  return dataset;
}

}  // namespace ampsweep::test
