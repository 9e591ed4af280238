// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/placement.hpp"
#include "analysis/refusal.hpp"
#include "signals/tone_burst.hpp"

namespace ampsweep::analysis {

/// One period of the tone. Gain and harmonics are NaN beside a change of level.
struct BurstPoint {
  double time_s{0.0};                 ///< Middle of the period; 0 is the burst's first sample.
  double gain_db{0.0};                ///< Fundamental over the level played at that time.
  std::vector<double> harmonics_dbc;  ///< Orders 2 .. : over the fundamental, noise included.
  double dc{0.0};                     ///< Full scale.
};

/// How a figure moves after a change of level. Times are NaN when no movement could be resolved.
struct Settling {
  bool resolved{false};
  double start{0.0};   ///< At the change, from the fit: dB for a gain, full scale for DC.
  double end{0.0};     ///< Where it settles, same unit.
  double change{0.0};  ///< end - start.
  double change_sigma{0.0};
  double tau_s{0.0};  ///< Of the exponential: time to 63 %.
  double tau_sigma_s{0.0};
  double t63_s{0.0};  ///< Read from the envelope itself, made monotone: shape-free.
  double t90_s{0.0};
  double residual{0.0};  ///< Rms of the envelope off the exponential, over the change's size.
};

/// The quiet tone at rest: least squares over a stretch of the pilot or the tail.
struct QuietReading {
  double from_s{0.0};  ///< After the burst's first sample; the pilot's is negative.
  double length_s{0.0};
  double gain_db{0.0};
  double gain_sigma_db{0.0};
  double h2_dbc{0.0};  ///< NaN unless measured.
  double h2_limit_dbc{0.0};
  double dc{0.0};
  double dc_sigma{0.0};
};

struct BurstResponse {
  Hertz frequency;
  DbFsPeak pilot_level;
  DbFsPeak burst_level;
  std::vector<BurstPoint>
      envelope;          ///< From the pilot's start to the tail's end, a point a period.
  Settling attack;       ///< Gain during the burst; change < 0 is sag, in dB.
  Settling release;      ///< Gain during the tail.
  Settling dc_attack;    ///< DC during the burst.
  Settling dc_release;   ///< DC during the tail: bias recovery, as far as the recording's
                         ///< coupling shows it.
  QuietReading before;   ///< Second half of the pilot.
  QuietReading after;    ///< The tail's first 50 ms (ten periods at least).
  QuietReading at_rest;  ///< Last quarter of the tail.
};

struct BurstOptions {
  int orders{5};         ///< Of the envelope, 2 .. 10.
  SampleCount guard{0};  ///< Not used after each level change; 0: two periods, 5 ms at least.
};

/// Attack, release, sag and bias recovery from a recorded tone burst: I/Q envelopes per harmonic
/// with a one-period boxcar, exponential fits to gain(t) and DC(t).
///
/// Shape:    `recording` holds the burst at `place` (place_by_markers finds it).
/// Accuracy: a one-pole gain of known tau: within 1 % at 60 dB SNR (re the burst), depth within
///           0.01 dB; also at 50 ppm and behind 20 Hz AC coupling; no sag is claimed where there is
///           none; tests/analysis/burst_response_test.cpp.
/// Limits:   nothing faster than a period is resolved, nothing slower than the burst. Behind AC
///           coupling, DC decays with the coupling's own time: a dc tau near 1 / (2 pi corner) is
///           the coupling, not the amp.
/// Refuses:  TooShort, Silent, NotFinite, Clipped, NoMatch (the tone is not there), BadParameter.
/// Source:   measurement.md 4.3. Thread: any.
[[nodiscard]] Measured<BurstResponse> burst_response(const signals::ToneBurstSpec& spec,
                                                     std::span<const float> recording,
                                                     SampleRate rate, const Placement& place,
                                                     const BurstOptions& options = {});

}  // namespace ampsweep::analysis
