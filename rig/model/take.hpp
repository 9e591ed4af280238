// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rig/model/fault.hpp"
#include "rig/model/knob.hpp"
#include "rig/model/knob_motion.hpp"
#include "rig/model/knob_print.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// All input channels of one take as recorded; planar, equal lengths, order of AudioSpec::inputs.
struct Recording {
  SampleRate rate{48000};
  std::vector<std::vector<float>> channels;
  [[nodiscard]] SampleCount length() const {
    return SampleCount{channels.empty() ? 0 : static_cast<std::int64_t>(channels[0].size())};
  }
};

/// Where time came from.
enum class TimeSource { Loopback, FixedDelay };

/// What was measured on one attempt. Empty optional: could not be measured.
struct TakeMeasurements {
  TimeSource time_source{TimeSource::Loopback};
  double delay_samples{0.0};           ///< Amp path delay removed (loopback offset included).
  double delay_sigma_samples{0.0};
  double drift_ppm{0.0};
  double drift_sigma_ppm{0.0};
  bool drift_corrected{false};
  int polarity{0};                     ///< Of the amp channel: 1, -1, 0 = unsure.
  double ac_corner_hz{0.0};            ///< Of the loopback.
  double headroom_samples{4.0};
  double early_energy_db{-400.0};      ///< Before time zero, re the whole response.
  DbFsPeak peak{-400.0};               ///< Amp channel, raw.
  int clipped_runs{0};
  int flat_tops{0};                    ///< The same below full scale; 0: not clipped.
  DbFsPeak flat_top_level{-400.0};
  DbFsRms noise{-400.0};               ///< Amp channel, silent segment.
  std::optional<DbFsRms> hum{};        ///< Of the mains, same segment; empty: none heard.
  double dc{0.0};
  std::optional<double> loopback_gain_db;
  std::optional<double> replicate_esr;     ///< Between the two validation passes.
  std::optional<double> best_possible_esr; ///< noise / signal.
  std::int64_t frames{0};
  int xruns{0};
};

/// One number against one limit.
struct Gate {
  std::string name;       ///< "delay deviation", "clipped runs" ...
  double value{0.0};
  double limit{0.0};      ///< Passed when value <= limit.
  std::string unit;       ///< "samples", "dB", "".
  bool passed{true};
};

/// What is decided about an attempt.
struct Verdict {
  bool accepted{false};
  std::vector<Gate> gates;
  std::vector<Fault> faults;   ///< Empty when accepted.
  std::vector<Fault> warnings; ///< Flags that do not refuse.
};

/// Written before the sound: one attempt at one planned take.
struct Attempt {
  int take{0};                     ///< Plan index.
  int number{1};                   ///< 1-based.
  int epoch{1};                    ///< Stream epoch.
  std::vector<KnobLabel> labels;   ///< In the order of the rig's knobs.
  std::uint64_t seed{0};
  std::string stimulus_hash;
  std::string started;             ///< ISO 8601, UTC.
  std::optional<KnobPrint> heard{};  ///< Empty: not listened for, or the amp was silent there.
  std::vector<double> tap_db{};      ///< The quiet chirp before it, by octaves; empty: unknown.
};

/// Written after: what became of it.
struct Outcome {
  Verdict verdict;
  TakeMeasurements measured;
  std::string raw_file;   ///< Relative to the dataset folder; empty when nothing was recorded.
  std::string raw_sha256;
  std::string take_file;  ///< Empty unless accepted.
  std::string take_sha256;
  std::string finished;
  std::optional<MotionTrace> motion{};  ///< Of a take during which a knob moved.
};

}  // namespace ampsweep::rig
