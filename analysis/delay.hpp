// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Where to look for the delay.
struct DelaySearch {
  SampleCount earliest{-480000};
  SampleCount latest{480000};
  Hertz from{100.0};  ///< Band of the phase fit.
  Hertz to{10000.0};  ///< Cut to 0.45 x rate where that is lower.
};

struct DelayEstimate {
  double delay_samples{0.0};        ///< Recording lags the reference by this; AC coupling removed.
  double delay_sigma_samples{0.0};  ///< One sigma.
  double peak_delay_samples{0.0};   ///< Of the matched filter peak, AC coupling left in.
  int polarity{0};                  ///< 1, -1; 0 = unsure.
  double ac_corner_hz{0.0};  ///< Sum of first-order high-pass corners in the path; noise can make
                             ///< it slightly negative.
  double gain_db{0.0};       ///< Recording over reference, in band.
  double snr_db{
      0.0};  ///< Of the recording's stretch under the reference: what follows the reference
             ///< linearly over everything else, distortion included. At most about 120.
};

/// Delay of `reference` inside `recording` (both start at index 0 of their own time).
///
/// Matched filter; peak refined by Newton steps on the exact cross-spectrum; then the phase model
/// arg H = pi*polarity - w tau + c/w + c3/w^3 fitted with weight |X|^2, noisy bands weighted down,
/// which removes the bias of AC coupling. Source: measurement.md 3.2 and 3.4.
///
/// Units:    samples of the recording; the recording counts as zero outside its ends. What stands
///           within 10 ms of the match, on either side, is taken as part of its answer.
/// Accuracy: 0.001 sample (bias + 3 sigma) at >= 40 dB SNR with 20 Hz AC coupling; rms 2e-5, 2e-4,
///           2e-3, 2e-2 sample at 60, 40, 20, 0 dB SNR for a 1 s chirp; |error| < 4 sigma in 99 %
///           of trials; polarity never wrong down to 0 dB SNR: tests/analysis/delay_test.cpp.
/// Limits:   through an amp, delay_samples is the amp's own phase slope included.
/// Refuses:  TooShort, Silent, NotFinite, NoMatch (no peak 8 times the rms of the correlation
///           around it), Ambiguous (a second place fits as well, or the reference is a lone tone),
///           BadParameter.
/// Thread:   any.
[[nodiscard]] Measured<DelayEstimate> estimate_delay(std::span<const float> reference,
                                                     std::span<const float> recording,
                                                     SampleRate rate,
                                                     const DelaySearch& search = {});

/// Same, for a reference computed in double precision.
[[nodiscard]] Measured<DelayEstimate> estimate_delay(std::span<const double> reference,
                                                     std::span<const float> recording,
                                                     SampleRate rate,
                                                     const DelaySearch& search = {});

}  // namespace ampsweep::analysis
