// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "analysis/delay.hpp"
#include "analysis/hammerstein.hpp"
#include "analysis/linear_response.hpp"
#include "analysis/sweep_distortion.hpp"
#include "analysis/sweep_search.hpp"
#include "rig/cli/analyze_files.hpp"

namespace ampsweep::rig::cli {

/// What `analyze sweep` was asked.
struct SweepRequest {
  FilePair pair;
  std::string loopback;
  int channel{1};
  int loopback_channel{0};  ///< 0: none.
  double loopback_offset_samples{0.0};
  double from_hz{0.0};  ///< 0: not said.
  double to_hz{0.0};
  int orders{10};
  int powers{0};
  std::string impulses;
};

/// What was recorded, on one time axis.
struct SweepSounds {
  std::span<const float> stimulus;
  std::span<const float> recording;
  std::span<const float> loopback;  ///< Empty: none.
};

/// A kernel model with what it misses of the sweep it was made from.
struct SweepModel {
  analysis::HammersteinModel model;
  double esr_on_sweep{0.0};  ///< While the sweep passed from .. to.
  Hertz from;
  Hertz to;
};

/// An impulse response that was written.
struct ImpulseFile {
  std::string file;
  std::string what;
  analysis::OrderImpulse impulse;
};

/// All that `analyze sweep` found.
struct SweepFigures {
  SampleRate rate;
  analysis::FoundSweep stimulus;
  analysis::DelayEstimate delay;
  std::string delay_from;  ///< "recording" or "loopback".
  analysis::SweepResponse response;
  std::vector<analysis::DistortionPoint> distortion;
  std::optional<analysis::LinearResponse> linear;
  std::optional<SweepModel> model;
  std::vector<ImpulseFile> impulses;
};

/// Measures all that was asked for. Throws SetupError (Data) naming the file and the reason.
[[nodiscard]] SweepFigures measure_sweep(const SweepRequest& request, const SweepSounds& sounds,
                                         SampleRate rate);
/// Writes an impulse response per order, the linear one and the kernels into request.impulses, and
/// lists them in `figures`. Throws SetupError (Data) when it cannot.
void write_impulses(const SweepRequest& request, const analysis::SweepPackets& packets,
                    SweepFigures& figures);
[[nodiscard]] nlohmann::ordered_json to_json(const SweepFigures& figures);
void print_table(std::ostream& out, const SweepFigures& figures);

}  // namespace ampsweep::rig::cli
