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
  DelayEstimate
      estimate;  ///< Delays of the marker's first sample: recording less stimulus position.
};

/// Half-sample jumps are found through their own noise from here on; samples.
inline constexpr double kLeastSlip = 0.45;

/// A place where the delay jumps: samples were lost or repeated.
struct Slip {
  SampleCount from{0};  ///< The break lies in [from, to], positions in the recording.
  SampleCount to{0};
  double jump_samples{
      0.0};  ///< > 0: the delay grew (repeated or inserted); < 0: samples were lost.
};

/// Time relation of one recorded channel to the stimulus over a whole take: stimulus sample n
/// stands at recording position delay_samples + n * (1 + drift), plus the jumps of the slips before
/// it.
struct Timing {
  std::vector<MarkerReading> markers;  ///< In order; markers that were not found are missing.
  double delay_samples{0.0};           ///< At stimulus sample 0, from the line through the markers.
  double delay_sigma_samples{0.0};
  double drift_ppm{0.0};               ///< Growth of the delay. Unknown, and 0, with one marker.
  double drift_sigma_ppm{0.0};         ///< 0 where the drift is unknown.
  double worst_residual_samples{0.0};  ///< Of a marker from that line, slips taken out.
  /// Of 0.8 s of sound from that line, on a loopback without slips: what changes so slowly that it
  /// makes no jump, and lies between two markers.
  double worst_stretch_samples{0.0};
  int polarity{0};           ///< 0: unsure, or the markers disagree.
  double ac_corner_hz{0.0};  ///< Median over the markers, as the next two.
  double gain_db{0.0};
  double snr_db{0.0};
  std::vector<Slip> slips;  ///< Jumps of half a sample and more, in order.
};

enum class ChannelKind {
  Loopback,  ///< A copy of the stimulus: every sounding stretch is compared, slips placed < 50 ms.
  Amp,       ///< Distorted and filtered: markers only; a slip is bracketed by two markers.
};

/// Finds every marker of `stimulus` in `recording`, fits delay and drift, and looks for slips.
///
/// The first marker is searched over the whole of `search`, each further one within 0.2 s of where
/// the one before predicts it (2 s when nothing is there). Drift is the slope common to the
/// stretches between slips; a jump counts as a slip when it exceeds what the typical slope predicts
/// by half a sample. Between two lone markers with no sound to compare (an amp channel, two
/// markers), a slip and a drift cannot be told apart: it is called drift. A slip before the sound,
/// or in the first 40 ms of it, moves the whole take and shows in its delay alone.
///
/// Accuracy: drift within 1e-3 ppm over 60 s at 60 dB SNR; a one-sample slip found, placed within
///           50 ms on a loopback where the stimulus sounds, bracketed by its neighbours where it is
///           silent; tests/analysis/timing_test.cpp, timing_slips_test.cpp,
///           timing_programme_test.cpp.
/// Refuses:  as estimate_delay, for the first marker; BadParameter when the stimulus has no marker.
/// Thread:   any.
[[nodiscard]] Measured<Timing> track_timing(const signals::Stimulus& stimulus,
                                            std::span<const float> recording, ChannelKind kind,
                                            const DelaySearch& search = {});

}  // namespace ampsweep::analysis
