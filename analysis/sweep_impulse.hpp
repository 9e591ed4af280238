// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/sweep_packets.hpp"

namespace ampsweep::analysis {

/// Impulse response of one order.
struct OrderImpulse {
  int order{1};
  std::vector<double> samples;
  SampleCount zero{0};  ///< samples[zero] is time zero: the order's own place, exactly.
  SampleCount peak{0};  ///< Index of the largest |sample|.
  double peak_value{0.0};
  double edge_db{0.0};  ///< As HarmonicResponse.
  Hertz from;           ///< Band it holds: order x the sweep's full-level band, below 0.45 rate.
  Hertz to;
};

/// An order's packet as an impulse response: its Fourier transform is SweepPackets::response(), so
/// order 1 is a filter's impulse response (1.0 at `zero` for a wire), and order n what turns a
/// unit sine of phase n p into that harmonic.
///
/// Shape:    `zero` is the same for all orders up to packets.orders (at most 50 ms); the length is
///           the order's own room, at most `longest`. Edges are raised cosines over a tenth.
/// Scaling:  gain, output over stimulus amplitude; raised-cosine band edges over a fifth of an
///           octave outside `from` .. `to`, zero beyond.
/// Accuracy: a wire's peak stands on `zero`; spectrum within 0.1 dB of the truth from 200 Hz, the
///           ringing of the sweep's lower end being cut off `zero` samples ahead;
///           tests/analysis/sweep_impulse_test.cpp.
/// Needs:    1 <= order <= packets.orders.
[[nodiscard]] OrderImpulse order_impulse(const SweepPackets& packets, int order,
                                         SampleCount longest);

}  // namespace ampsweep::analysis
