// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "analysis/burst_response.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/cli/stimulus_job.hpp"
#include "rig/dataset/json.hpp"
#include "rig/measure/burst_output.hpp"

namespace ampsweep::rig::cli {
namespace {

constexpr const char* kBurstHelp =
    R"(A quiet sine jumps to a loud one and back, between two markers by which the recording is placed.
First write the burst, play it through the amp and record:
  ampsweep analyze burst --write-stimulus burst.wav
  ampsweep analyze burst --recording back.wav
Use the same options both times. Levels are dBFS peak: 0 is a sine that reaches full scale.)";

struct BurstJob {
  StimulusJob files;
  double hz{1000.0};
  double pilot_dbfs{-27.0};
  double burst_dbfs{-1.0};
  double pilot_s{0.5};
  double burst_s{1.0};
  double tail_s{2.0};
  int orders{5};
};

signals::ToneBurstSpec burst_of(const BurstJob& job, SampleRate rate) {
  signals::ToneBurstSpec spec = signals::at_rate(signals::ToneBurstSpec{}, rate);
  spec.frequency = Hertz{job.hz};
  spec.pilot_level = DbFsPeak{job.pilot_dbfs};
  spec.burst_level = DbFsPeak{job.burst_dbfs};
  spec.pilot = samples(Seconds{job.pilot_s}, rate);
  spec.burst = samples(Seconds{job.burst_s}, rate);
  spec.tail = samples(Seconds{job.tail_s}, rate);
  return unobjected(std::move(spec), rate);
}

int analyze_burst(const Shell& shell, const BurstJob& job) {
  if (job.files.writes()) {
    const SampleRate rate{job.files.rate_hz};
    return write_stimulus(shell, job.files, tone_burst(burst_of(job, rate), rate));
  }
  const RecordedChannel recording = load_channel(job.files);
  const signals::ToneBurstSpec spec = burst_of(job, recording.rate);
  const auto place =
      require(analysis::place_by_markers(tone_burst(spec, recording.rate), recording.samples),
              job.files.recording);
  const auto response = require(analysis::burst_response(spec, recording.samples, recording.rate,
                                                         place, {job.orders, SampleCount{0}}),
                                job.files.recording);
  if (shell.json) {
    Json json{{"schema", "ampsweep-burst-1"},
              {"sample_rate_hz", recording.rate.value()},
              {"delay_samples", place.delay_samples},
              {"drift_ppm", place.drift_ppm}};
    json.update(burst_json(response, job.files.volts()));
    json["envelope"] = burst_envelope_json(response);
    shell.front.out << indented_text(json) << '\n';
  } else {
    print_burst(shell.front.out, response, place);
  }
  return kOk;
}

}  // namespace

void add_analyze_burst(CLI::App& analyze, Shell& shell) {
  auto* verb =
      analyze.add_subcommand("burst", "attack, release, sag and bias recovery, from a tone burst");
  verb->footer(kBurstHelp);
  const auto job = std::make_shared<BurstJob>();
  add_stimulus_job(*verb, job->files);
  verb->add_option("--frequency-hz", job->hz, "of the tone")->capture_default_str();
  verb->add_option("--pilot-dbfs", job->pilot_dbfs, "quiet level, dBFS peak")
      ->capture_default_str();
  verb->add_option("--burst-dbfs", job->burst_dbfs, "loud level, dBFS peak")->capture_default_str();
  verb->add_option("--pilot-s", job->pilot_s, "quiet tone before")->capture_default_str();
  verb->add_option("--burst-s", job->burst_s, "loud tone")->capture_default_str();
  verb->add_option("--tail-s", job->tail_s, "quiet tone after")->capture_default_str();
  verb->add_option("--orders", job->orders, "harmonics in the envelope")
      ->check(CLI::Range(2, 10))
      ->capture_default_str();
  verb->callback(
      [&shell, job] { shell.run = [&shell, job] { return analyze_burst(shell, *job); }; });
}

}  // namespace ampsweep::rig::cli
