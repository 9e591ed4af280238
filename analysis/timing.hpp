// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/delay.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::analysis {

/// One marker of the stimulus found in a recording.
struct MarkerReading {
  SampleCount at{0};  ///< Start of the marker in the stimulus.
  DelayEstimate estimate;
};

/// Samples lost (positive jump: later sound comes earlier... see sign) or repeated inside a take.
/// jump_samples > 0: the delay grew (samples repeated or inserted); < 0: samples were dropped.
/// The break lies between `from` and `to`, positions in the recording.
struct Slip {
  SampleCount from{0};
  SampleCount to{0};
  double jump_samples{0.0};
};

/// Time relation of one recorded channel to the stimulus over a whole take.
struct Timing {
  std::vector<MarkerReading> markers;
  double delay_samples{0.0};        ///< At stimulus sample 0, from the line through the markers.
  double delay_sigma_samples{0.0};
  double drift_ppm{0.0};            ///< Growth of the delay; 0 with a single marker.
  double drift_sigma_ppm{0.0};
  double worst_residual_samples{0.0};  ///< Of a marker from that line.
  int polarity{0};
  double ac_corner_hz{0.0};
  double gain_db{0.0};
  double snr_db{0.0};
  std::vector<Slip> slips;
};

enum class ChannelKind {
  Loopback,  ///< A copy of the stimulus: every sounding stretch is compared, slips placed < 50 ms.
  Amp,       ///< Distorted and filtered: markers only; a slip is bracketed by two markers.
};

/// Finds every marker of `stimulus` in `recording`, fits delay and drift, and looks for slips.
///
/// Accuracy: drift within 1e-3 ppm over 60 s at 60 dB SNR; a one-sample slip found, placed within
///           50 ms on a loopback where the stimulus sounds, bracketed by its neighbours where it is
///           silent; tests/analysis/timing_test.cpp.
/// Refuses:  as estimate_delay, for the first marker; also when the stimulus has no marker.
[[nodiscard]] Measured<Timing> track_timing(const signals::Stimulus& stimulus,
                                            std::span<const float> recording, ChannelKind kind,
                                            const DelaySearch& search = {});

}  // namespace ampsweep::analysis
