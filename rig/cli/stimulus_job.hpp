// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "analysis/placement.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/model/bench_volts.hpp"
#include "signals/quantity.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig::cli {

/// For verbs whose stimulus follows from their options: either write it, or analyse a recording.
struct StimulusJob {
  std::string recording;
  std::string write_stimulus;
  int channel{1};        ///< Of the recording, from 1.
  int rate_hz{48000};    ///< Of a stimulus that is written.
  double return_v{0.0};  ///< Volts RMS at full scale of what was recorded; 0: unknown.
  double send_v{0.0};    ///< Of what was played.
  [[nodiscard]] bool writes() const { return !write_stimulus.empty(); }
  [[nodiscard]] BenchVolts volts() const;
};

/// Adds --recording, --write-stimulus, --channel, --rate-hz and the two full scales.
void add_stimulus_job(CLI::App& verb, StimulusJob& job);

/// Writes the stimulus as 32-bit float WAV and says so. Throws SetupError (Data).
int write_stimulus(const Shell& shell, const StimulusJob& job, const signals::Stimulus& stimulus);

/// Throws SetupError (Usage) with the objection() to what the options ask for.
template <class Spec>
[[nodiscard]] Spec unobjected(Spec spec, SampleRate rate) {
  if (const std::string why = objection(spec, rate); !why.empty()) {
    throw SetupError(SetupKind::Usage, why, "");
  }
  return spec;
}

/// One channel of the recording with its rate. Throws SetupError (Data).
struct RecordedChannel {
  SampleRate rate{48000};
  std::vector<float> samples;
};
[[nodiscard]] RecordedChannel load_channel(const StimulusJob& job);

}  // namespace ampsweep::rig::cli
