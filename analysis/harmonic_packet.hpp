// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/deconvolution.hpp"

namespace ampsweep::analysis {

/// The impulse response of one order, cut out of the others at the geometric means between
/// neighbouring orders (order 1: as far after its peak as before).
class HarmonicPacket {
 public:
  HarmonicPacket(const SweepImpulses& impulses, const signals::ExponentialLaw& law, int order);

  /// Frequency response at `hz`, time zero at the order's own place (fractions of a sample
  /// included). The window reaches kCycles periods to either side (at least kShortestSeconds, at
  /// most to the cut) with raised-cosine edges over its outer half: the higher the frequency, the
  /// less noise comes in. Resonances up to Q = 20 are kept.
  [[nodiscard]] std::complex<double> response(double hz) const;
  /// How white noise of rms 1 per sample of the impulse response grows into response(hz), rms.
  [[nodiscard]] double noise_gain(double hz) const;
  /// Rms of the outer 15 % over the packet's peak, in dB.
  [[nodiscard]] double edge_db() const { return edge_db_; }
  /// -d phase / d omega of response(hz), in seconds, by differentiating the Fourier sum.
  [[nodiscard]] Seconds group_delay(double hz) const;

  /// The cut itself: samples()[i] stands first() + i samples from the order's place, which is
  /// before() samples after the cut begins and after() before it ends.
  [[nodiscard]] std::span<const double> samples() const { return samples_; }
  [[nodiscard]] double first() const { return first_; }
  [[nodiscard]] double before() const { return before_; }
  [[nodiscard]] double after() const { return after_; }

  static constexpr double kCycles = 20.0;
  static constexpr double kShortestSeconds = 0.010;

 private:
  /// Window at `t` samples from the order's place.
  [[nodiscard]] double window(double t, double hz) const;
  /// First sample inside the window, and one past the last.
  struct Range {
    std::size_t first;
    std::size_t end;
  };
  [[nodiscard]] Range inside(double hz) const;
  /// Fourier sum of the windowed samples, times their time in samples to the power 0 and 1.
  struct Moments {
    std::complex<double> zeroth;
    std::complex<double> first;
  };
  [[nodiscard]] Moments moments(double hz) const;

  std::vector<double> samples_;
  double first_{0.0};   ///< Time of samples_[0] from the order's place, in samples.
  double before_{0.0};  ///< Reach of the cut to either side, in samples.
  double after_{0.0};
  double rate_;
  double edge_db_{0.0};
};

}  // namespace ampsweep::analysis
