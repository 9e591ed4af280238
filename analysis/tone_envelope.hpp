// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <span>
#include <vector>

#include "analysis/placement.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// What one period of a tone holds.
struct EnvelopePoint {
  double centre{0.0};  ///< Stimulus position of the mean of its samples.
  double dc{0.0};
  std::vector<std::complex<double>> orders;  ///< 2 <y exp(-j k omega n)>: amplitude and phase of
                                             ///< order k = index + 1, sines of the stimulus: -j.
};

/// I/Q envelopes of a tone and its harmonics: one point per period of [from, to), boxcar of one
/// period, demodulated with the phase of the stimulus's position.
///
/// A boxcar is blind to DC but not to DC that decays, which AC coupling makes of every change of
/// level. So the orders are taken after the sliding mean over a period, which holds no order, has
/// been subtracted, twice. Points less than a period from a change of level mix both sides.
///
/// Needs:    a period of a whole number of samples that `from` and `to` are apart by a multiple of,
///           all inside the recording.
/// Accuracy: exact for a steady tone on one clock (1e-7 of full scale); at d ppm the orders leak d
///           parts per million into each other; tests/analysis/tone_envelope_test.cpp.
/// Source:   measurement.md 4.3.
[[nodiscard]] std::vector<EnvelopePoint> tone_envelope(std::span<const float> recording,
                                                       const Placement& place, SampleCount from,
                                                       SampleCount to, SampleCount period,
                                                       int orders);

/// The window of `place` without DC that moves: the sliding mean over a period subtracted twice. No
/// order of the tone is touched. Needs: as tone_envelope.
[[nodiscard]] std::vector<float> without_moving_dc(std::span<const float> recording,
                                                   const Placement& place, SampleCount from,
                                                   SampleCount length, SampleCount period);

}  // namespace ampsweep::analysis
