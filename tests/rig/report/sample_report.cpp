// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rig/report/sample_report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "signals/random.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kNyquistHz = 24000.0;

std::vector<double> octave_grid(int first, int last, int per_octave) {
  std::vector<double> hz;
  for (int k = first; k <= last; ++k) hz.push_back(1000.0 * std::exp2(double(k) / per_octave));
  return hz;
}

Knob knob(const std::string& id, const std::string& label, KnobRole role) {
  Knob made;
  made.id = id;
  made.label = label;
  made.role = role;
  return made;
}

Rig sample_rig() {
  Rig rig;
  rig.name = "sample bench";
  rig.amp = "Example & Søns 50 W";
  rig.knobs = {knob("gain", "Gain", KnobRole::Gain), knob("treble", "Höhen", KnobRole::Eq),
               knob("voice", "Voice", KnobRole::Other)};
  rig.knobs[2].positions = {"clean", "crunch", "lead"};
  rig.knobs[2].maximum = 2.0;
  rig.load = {"reactive", Ohms{8.0}, Watts{100.0}, Watts{50.0}};
  return rig;
}

/// A low-discrepancy place in the knob cube: additive recurrence on the golden ratio's relatives.
double place(std::size_t take, double step) { return std::fmod(0.5 + step * double(take), 1.0); }

PlannedTake planned(std::size_t index) {
  PlannedTake take;
  take.id = static_cast<int>(index);
  take.block = static_cast<int>(index / 8);
  if (index % 8 == 0) {
    take.setting = {{"gain", 5.0}, {"treble", 5.0}, {"voice", 1.0}};
    take.split = Split::Reference;
    take.purpose = Purpose::Reference;
    return take;
  }
  take.setting = {{"gain", std::round(place(index, 0.8191725) * 100.0) / 10.0},
                  {"treble", std::round(place(index, 0.6710436) * 100.0) / 10.0},
                  {"voice", std::floor(place(index, 0.5497005) * 3.0)}};
  if (index % 8 == 3) take.split = Split::Validation;
  if (index % 8 == 6) take.split = Split::Test;
  if (take.split != Split::Train) take.purpose = Purpose::Holdout;
  return take;
}

std::string clock_time(std::size_t index) {
  const std::size_t s = index * 45;
  return fmt::format("2026-11-21T{:02}:{:02}:{:02}.000Z", 10 + s / 3600 % 14, s / 60 % 60, s % 60);
}

AttemptRecord attempt(const Rig& rig, const PlannedTake& take, int number, bool accepted) {
  AttemptRecord record;
  const auto index = static_cast<std::size_t>(take.id);
  signals::Random random(index + 1);
  record.attempt.take = take.id;
  record.attempt.number = number;
  record.attempt.epoch = index < 20 ? 1 : 2;
  record.attempt.started = clock_time(index);
  for (const Knob& k : rig.knobs) {
    const double value = take.setting.at(k.id);
    record.attempt.labels.push_back(
        {k.id, value, normalised(k, value), value, LabelSource::Commanded, 0.0});
  }
  Outcome outcome;
  outcome.verdict.accepted = accepted;
  outcome.verdict.gates = {
      {"delay deviation", std::abs(random.normal()) * 1e-4, 0.05, "samples", true},
      {"clipped runs", accepted ? 0.0 : 3.0, 0.0, "", accepted}};
  if (!accepted)
    outcome.verdict.faults = {{FaultCode::Clipped, "3 clipped runs: lower the input gain"}};
  outcome.measured.delay_samples = (index < 20 ? 1000.25 : 1064.5) + 2e-4 * random.normal();
  outcome.measured.drift_ppm = 3e-4 * random.normal();
  outcome.measured.peak = DbFsPeak{-9.0 + random.normal()};
  outcome.measured.noise = DbFsRms{-92.0 + 0.2 * random.normal()};
  outcome.measured.loopback_gain_db = -6.02 + 1e-3 * random.normal();
  outcome.measured.replicate_esr = 2e-7 * (1.0 + double(index % 3));
  outcome.take_file = accepted ? fmt::format("takes/{:05}.wav", take.id) : "";
  outcome.raw_file = fmt::format("raw/{:05}-a{}.wav", take.id, number);
  outcome.finished = clock_time(index + 1);
  record.outcome = outcome;
  return record;
}

/// Low-pass whose corner moves with treble; harmonics that grow with gain and fall with order.
HarmonicCurve curve(const FigureGrid& grid, const PlannedTake& take, int order) {
  const double gain = take.setting.at("gain") / 10.0;
  const double corner = 1500.0 * std::exp2(take.setting.at("treble") / 3.0);
  HarmonicCurve made;
  made.order = order;
  made.edge_db = -90.0;
  for (const double hz : order == 1 ? grid.response_hz : grid.harmonic_hz) {
    const double at = hz * order;
    const double shape = -10.0 * std::log10(1.0 + std::pow(at / corner, 2.0)) -
                         10.0 * std::log10(1.0 + std::pow(60.0 / at, 2.0));
    const double level =
        12.0 * gain + shape + (order - 1) * (18.0 * gain - 22.0 - 2.0 * (order % 2));
    const double limit = -105.0 + 10.0 * std::log10(at / 1000.0);
    const bool in_band = at < kNyquistHz;
    made.level_db.push_back(in_band && level >= limit ? level : kNaN);
    made.phase_deg.push_back(in_band && level >= limit ? -90.0 * at / corner : kNaN);
    made.limit_db.push_back(in_band ? limit : kNaN);
  }
  return made;
}

TakeFigures figures(const FigureGrid& grid, const PlannedTake& take) {
  TakeFigures made;
  for (int order = 1; order <= kReportOrders; ++order) {
    made.orders.push_back(curve(grid, take, order));
  }
  for (const double hz : grid.noise_hz) {
    made.noise_band_dbfs_rms.push_back(-115.0 + take.setting.at("gain") +
                                       3.0 * std::log2(hz / 1000.0));
  }
  return made;
}

void break_some(ReportData& data) {
  auto& takes = data.dataset.takes;
  if (takes.size() < 7) return;
  const Rig& rig = data.dataset.rig;
  takes[3].attempts = {attempt(rig, takes[3].planned, 1, false),
                       attempt(rig, takes[3].planned, 2, false)};
  data.figures[3] = {};
  data.figures[5] = {};
  data.figures[5].file_fault = Fault{FaultCode::FileTruncated, "takes/00005.wav ends early"};
  takes.back().attempts.clear();
  data.figures.back() = {};
}

}  // namespace

ReportData sample_report(std::size_t takes) {
  ReportData data;
  data.grid = {octave_grid(-60, 51, 12), octave_grid(-15, 12, 3), octave_grid(-17, 13, 3)};
  data.sweep_level_dbfs_peak = -12.0;
  data.dataset.segments = {
      {signals::SegmentRole::Silence, SampleCount{0}, SampleCount{48000}, std::monostate{}},
      {signals::SegmentRole::Sweep, SampleCount{48000}, SampleCount{8 * 48000},
       signals::SweepSpec{}}};
  Dataset& dataset = data.dataset;
  dataset.rig = sample_rig();
  dataset.plan.name = "sample plan";
  dataset.software = "ampsweep test";
  dataset.uuid = "00000000-0000-4000-8000-000000000000";
  dataset.length = SampleCount{48000 * 60};
  dataset.epochs = {{1, clock_time(0), "simulated", SampleRate{48000}, 1024, 1000.25, 0.0, -6.02},
                    {2, clock_time(20), "simulated", SampleRate{48000}, 1024, 1064.5, 0.0, -6.02}};
  dataset.events = {{1, clock_time(0), "session_start", "sample"},
                    {2, clock_time(takes), "session_end", "sample"}};
  for (std::size_t i = 0; i < takes; ++i) {
    TakeRecord record;
    record.planned = planned(i);
    record.attempts = {attempt(dataset.rig, record.planned, 1, true)};
    dataset.takes.push_back(record);
    data.figures.push_back(figures(data.grid, record.planned));
  }
  break_some(data);
  return data;
}

}  // namespace ampsweep::rig
