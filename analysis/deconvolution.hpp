// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "signals/exponential_law.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Impulse responses of all orders on one circular time axis: order n stands law.advance(n) before
/// lag 0. Negative lags are counted from the end.
struct SweepImpulses {
  std::vector<double> samples;
  double rate{48000.0};

  [[nodiscard]] double at(std::int64_t lag) const {
    const auto size = static_cast<std::int64_t>(samples.size());
    return samples[static_cast<std::size_t>(((lag % size) + size) % size)];
  }
};

/// |inverse filter| at `hz`: amplitude of the response over that of the recording's spectrum, in
/// samples.
[[nodiscard]] double inverse_magnitude(const signals::ExponentialLaw& law, double hz, double rate);

/// Divides the spectrum of `sound` by the analytic spectrum of a unit sweep
/// X(f) = 1/2 sqrt(L/f) exp(j 2 pi f L (1 - ln(f/f1)) - j pi/4), extended above the sweep's end
/// (the harmonics need it) and faded out from f1 down to f1/2. The mean of `sound` is taken out
/// first: DC would leak a copy of the inverse filter into every packet.
///
/// `room_s`: how far before lag 0 the axis must reach; what lies further ahead wraps onto late
/// lags. `early`: fraction of a sample by which sound[0] comes before the sweep's first sample;
/// undone.
///
/// Source: Novak, Lotton, Simon, JAES 63(10) 2015, appendix; measurement.md 1.2.
[[nodiscard]] SweepImpulses deconvolve(std::span<const float> sound,
                                       const signals::ExponentialLaw& law, SampleRate rate,
                                       double room_s, double early);

}  // namespace ampsweep::analysis
