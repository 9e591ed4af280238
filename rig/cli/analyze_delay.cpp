// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "analysis/delay.hpp"
#include "analysis/repeated_chirps.hpp"
#include "analysis/timing.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig::cli {
namespace {

using analysis::DelayEstimate;
using analysis::Timing;

/// Less than this, over the whole recording, does not blur an estimate made of all of it.
constexpr double kBlurSamples = 0.05;

/// What the markers of the stimulus tell.
struct MarkerTimes {
  bool in_stimulus{false};       ///< It holds two or more.
  std::optional<Timing> timing;  ///< Empty: the recording does not hold two of them.
};

MarkerTimes read_markers(const LoadedPair& pair) {
  const auto& stimulus = pair.stimulus.channels.at(0);
  auto markers = analysis::repeated_chirps(stimulus, pair.stimulus.rate());
  if (markers.empty()) return {};
  const signals::Stimulus marked{pair.stimulus.rate(), stimulus, std::move(markers)};
  auto timing = track_timing(marked, pair.recording.channels.at(0), analysis::ChannelKind::Amp);
  if (!timing || timing->markers.size() < 2) return {true, std::nullopt};
  return {true, std::move(*timing)};
}

DelayEstimate from_markers(const Timing& timing) {
  DelayEstimate estimate;
  estimate.delay_samples = timing.delay_samples;
  estimate.delay_sigma_samples = timing.delay_sigma_samples;
  estimate.polarity = timing.polarity;
  estimate.ac_corner_hz = timing.ac_corner_hz;
  estimate.gain_db = timing.gain_db;
  estimate.snr_db = timing.snr_db;
  return estimate;
}

bool drifts(const Timing& timing, SampleCount length) {
  const double blur = std::abs(timing.drift_ppm) * 1e-6 * static_cast<double>(length.value());
  return blur > kBlurSamples && std::abs(timing.drift_ppm) > 4.0 * timing.drift_sigma_ppm;
}

/// All of the sound tells the delay best, but not when the delay moves from its start to its end.
DelayEstimate delay_of(const LoadedPair& pair, const MarkerTimes& markers,
                       const std::string& recording) {
  if (markers.timing && drifts(*markers.timing, pair.stimulus.length())) {
    return from_markers(*markers.timing);
  }
  return require(analysis::estimate_delay(pair.stimulus.channels.at(0),
                                          pair.recording.channels.at(0), pair.stimulus.rate()),
                 recording);
}

Json to_json(const DelayEstimate& delay, const MarkerTimes& markers, SampleRate rate) {
  Json json{{"schema", "ampsweep-delay-1"},
            {"sample_rate_hz", rate.value()},
            {"delay_samples", delay.delay_samples},
            {"delay_sigma_samples", delay.delay_sigma_samples},
            {"polarity", delay.polarity},
            {"ac_corner_hz", delay.ac_corner_hz},
            {"gain_db", delay.gain_db},
            {"snr_db", delay.snr_db}};
  if (markers.in_stimulus) {
    const auto& timing = markers.timing;
    json["drift_ppm"] = timing ? number_or_null(timing->drift_ppm) : Json(nullptr);
    json["drift_sigma_ppm"] = timing ? number_or_null(timing->drift_sigma_ppm) : Json(nullptr);
  }
  return json;
}

std::string to_text(const DelayEstimate& delay, const MarkerTimes& markers) {
  std::string text = fmt::format(
      "delay      {:.5f} samples +- {:.5f} (matched filter, AC coupling removed)\n"
      "polarity   {}\nAC corner  {:.2f} Hz\ngain       {:.2f} dB\nSNR        {:.1f} dB\n",
      delay.delay_samples, delay.delay_sigma_samples,
      delay.polarity > 0   ? "normal"
      : delay.polarity < 0 ? "inverted"
                           : "unsure",
      delay.ac_corner_hz, delay.gain_db, delay.snr_db);
  if (markers.timing) {
    text += fmt::format("drift      {:.4f} ppm +- {:.4f} ({} markers)\n", markers.timing->drift_ppm,
                        markers.timing->drift_sigma_ppm, markers.timing->markers.size());
  } else if (markers.in_stimulus) {
    text += "drift      unknown: two markers of the stimulus were not found in the recording\n";
  }
  return text;
}

int analyze_delay(const Shell& shell, const FilePair& files) {
  const LoadedPair pair = load(files);
  const MarkerTimes markers = read_markers(pair);
  const DelayEstimate delay = delay_of(pair, markers, files.recording);
  if (shell.json) {
    shell.front.out << indented_text(to_json(delay, markers, pair.stimulus.rate())) << '\n';
  } else {
    shell.front.out << to_text(delay, markers);
  }
  return kOk;
}

}  // namespace

void add_analyze_delay(CLI::App& analyze, Shell& shell) {
  auto* verb =
      analyze.add_subcommand("delay", "delay, polarity, AC coupling and drift of a recording");
  const auto pair = std::make_shared<FilePair>();
  add_file_pair(*verb, *pair);
  verb->callback(
      [&shell, pair] { shell.run = [&shell, pair] { return analyze_delay(shell, *pair); }; });
}

}  // namespace ampsweep::rig::cli
