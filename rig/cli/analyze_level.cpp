// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "analysis/level_curve.hpp"
#include "analysis/static_curve.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/cli/stimulus_job.hpp"
#include "rig/dataset/json.hpp"
#include "rig/measure/level_output.hpp"
#include "signals/calibration.hpp"

namespace ampsweep::rig::cli {
namespace {

constexpr const char* kLevelHelp =
    R"(A sine climbs a ladder of levels and comes down again, at each frequency, between two markers by
which the recording is placed. First write the ladder, play it through the amp and record:
  ampsweep analyze level --write-stimulus ladder.wav
  ampsweep analyze level --recording back.wav --volts-at-full-scale 17.3
Use the same options both times. Levels are dBFS peak: 0 is a sine that reaches full scale.)";

struct LevelJob {
  StimulusJob files;
  std::vector<double> hz{110.0, 1000.0};
  double from_dbfs{-60.0};
  double to_dbfs{-1.0};
  double step_db{1.0};
  double step_s{0.5};
  double settle_s{0.2};
  int orders{10};
  double load_ohm{0.0};  ///< 0: no power is told.
  double rated_w{0.0};   ///< 0: no sensitivity is told.
};

signals::LevelLadderSpec ladder_of(const LevelJob& job, SampleRate rate) {
  signals::LevelLadderSpec spec = signals::at_rate(signals::LevelLadderSpec{}, rate);
  spec.frequencies.clear();
  for (const double hz : job.hz) spec.frequencies.push_back(Hertz{hz});
  spec.from = DbFsPeak{job.from_dbfs};
  spec.to = DbFsPeak{job.to_dbfs};
  spec.step = Decibels{job.step_db};
  spec.step_length = samples(Seconds{job.step_s}, rate);
  spec.settle = samples(Seconds{job.settle_s}, rate);
  return unobjected(std::move(spec), rate);
}

/// The XY curve of the loudest step on the way up that does not clip.
std::optional<analysis::StaticCurve> loudest_loop(const signals::LadderLayout& layout,
                                                  const analysis::LevelCurves& curves,
                                                  std::size_t ladder,
                                                  const RecordedChannel& recording) {
  const auto& up = curves.curves[ladder].up;
  std::size_t clean = 0;
  while (clean < up.size() && !up[clean].clipped) ++clean;
  if (clean == 0) return std::nullopt;
  for (const signals::LadderStep& step : layout.steps) {
    if (step.ladder != ladder || step.level != up[clean - 1].input) continue;
    const auto window = curves.place.window(recording.samples, step.measure_from(), step.measured);
    const auto loop = analysis::static_curve(
        window, curves.place.omega(step.frequency, recording.rate), step.level);
    return loop ? std::optional(*loop) : std::nullopt;
  }
  return std::nullopt;
}

LevelFigures measure(const LevelJob& job) {
  const RecordedChannel recording = load_channel(job.files);
  const signals::LevelLadderSpec spec = ladder_of(job, recording.rate);
  const auto place =
      require(analysis::place_by_markers(level_ladder(spec, recording.rate), recording.samples),
              job.files.recording);
  LevelFigures figures;
  figures.rate = recording.rate;
  figures.curves =
      require(analysis::level_curves(spec, recording.samples, recording.rate, place, {job.orders}),
              job.files.recording);
  const auto layout = level_ladder_layout(spec, recording.rate);
  for (std::size_t i = 0; i < spec.frequencies.size(); ++i) {
    figures.loops.push_back(loudest_loop(layout, figures.curves, i, recording));
  }
  return figures;
}

/// With a load the recording's volts are those at its terminals.
BenchVolts volts_of(const LevelJob& job) {
  BenchVolts volts = job.files.volts();
  if (job.load_ohm > 0.0) {
    volts.at_load = volts.at_return;
    volts.load = Ohms{job.load_ohm};
  }
  volts.rated = Watts{job.rated_w};
  return volts;
}

int analyze_level(const Shell& shell, const LevelJob& job) {
  if (job.files.writes()) {
    const SampleRate rate{job.files.rate_hz};
    return write_stimulus(shell, job.files, level_ladder(ladder_of(job, rate), rate));
  }
  const LevelFigures figures = measure(job);
  const BenchVolts volts = volts_of(job);
  if (shell.json) {
    shell.front.out << indented_text(level_json(figures, volts)) << '\n';
  } else {
    print_levels(shell.front.out, figures, volts);
  }
  return kOk;
}

}  // namespace

void add_analyze_level(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand(
      "level", "gain, compression, harmonics and DC against level, from a level ladder");
  verb->footer(kLevelHelp);
  const auto job = std::make_shared<LevelJob>();
  add_stimulus_job(*verb, job->files);
  verb->add_option("--frequencies-hz", job->hz, "one ladder each, separated by commas")
      ->delimiter(',')
      ->capture_default_str();
  verb->add_option("--from-dbfs", job->from_dbfs, "lowest step, dBFS peak")->capture_default_str();
  verb->add_option("--to-dbfs", job->to_dbfs, "highest step, dBFS peak")->capture_default_str();
  verb->add_option("--step-db", job->step_db, "from one step to the next")->capture_default_str();
  verb->add_option("--step-s", job->step_s, "length of a step")->capture_default_str();
  verb->add_option("--settle-s", job->settle_s, "start of a step that is not measured")
      ->capture_default_str();
  verb->add_option("--orders", job->orders, "highest harmonic reported")
      ->check(CLI::Range(2, 20))
      ->capture_default_str();
  auto* load = verb->add_option("--load-ohm", job->load_ohm,
                                "of the load whose volts were recorded: watts at 1, 5 and 10 % THD")
                   ->check(CLI::PositiveNumber)
                   ->needs("--volts-at-full-scale");
  verb->add_option("--rated-w", job->rated_w, "the amp's power: what input reaches it")
      ->check(CLI::PositiveNumber)
      ->needs(load);
  verb->callback(
      [&shell, job] { shell.run = [&shell, job] { return analyze_level(shell, *job); }; });
}

}  // namespace ampsweep::rig::cli
