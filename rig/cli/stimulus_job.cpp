// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/stimulus_job.hpp"

#include <fmt/format.h>

#include <cmath>
#include <ostream>
#include <utility>

#include "rig/cli/analyze_files.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/wav_file.hpp"
#include "signals/calibration.hpp"

namespace ampsweep::rig::cli {

BenchVolts StimulusJob::volts() const {
  BenchVolts volts;
  if (return_v > 0.0) volts.at_return = Volts{return_v};
  if (send_v > 0.0) volts.amp_input = Volts{send_v};
  return volts;
}

void add_stimulus_job(CLI::App& verb, StimulusJob& job) {
  auto* what = verb.add_option_group("what", "one of these");
  what->add_option("--recording", job.recording, "what came back (WAV or FLAC)")->type_name(kFile);
  what->add_option("--write-stimulus", job.write_stimulus,
                   "write the sound to play (from a DAW, say) to this WAV instead")
      ->type_name(kFile);
  what->require_option(1);
  verb.add_option("--channel", job.channel, "channel of the recording, from 1")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb.add_option("--rate-hz", job.rate_hz, "sample rate of a stimulus that is written")
      ->check(CLI::Range(8000, 384000))
      ->capture_default_str();
  verb.add_option("--volts-at-full-scale", job.return_v,
                  "V RMS of a sine that reaches 0 dBFS peak in the recording")
      ->check(CLI::PositiveNumber);
  verb.add_option("--send-volts-at-full-scale", job.send_v,
                  "V RMS at the amp's input of a 0 dBFS peak sine in the stimulus")
      ->check(CLI::PositiveNumber);
}

int write_stimulus(const Shell& shell, const StimulusJob& job, const signals::Stimulus& stimulus) {
  const auto written =
      write_float32(job.write_stimulus, Recording{stimulus.rate, {stimulus.samples}});
  if (!written) {
    throw SetupError(SetupKind::Data, job.write_stimulus + ": " + written.error().detail, "");
  }
  const double length_s = seconds(stimulus.length(), stimulus.rate).value();
  if (shell.json) {
    shell.front.out << indented_text(
                           nlohmann::ordered_json{{"schema", "ampsweep-stimulus-1"},
                                                  {"file", job.write_stimulus},
                                                  {"sample_rate_hz", stimulus.rate.value()},
                                                  {"length_s", length_s},
                                                  {"sha256", written->sha256}})
                    << '\n';
  } else {
    shell.front.out << fmt::format(
        "{}: {:.1f} s at {} Hz. Play it without changing its level, record at the same rate, and "
        "analyze the recording with the same options.\n",
        job.write_stimulus, length_s, stimulus.rate.value());
  }
  return kOk;
}

RecordedChannel load_channel(const StimulusJob& job) {
  WavAudio audio = require_wav(job.recording);
  if (job.channel > std::ssize(audio.channels)) {
    throw SetupError(SetupKind::Data,
                     fmt::format("{} has {} channels, not {}", job.recording, audio.channels.size(),
                                 job.channel),
                     "");
  }
  return {audio.rate(), std::move(audio.channels[static_cast<std::size_t>(job.channel - 1)])};
}

}  // namespace ampsweep::rig::cli
