// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

#include "analysis/deconvolution.hpp"

namespace ampsweep::analysis {

/// The impulse response of one order, cut out of the others.
class HarmonicPacket {
 public:
  /// Cut at the geometric means between neighbouring orders (order 1: as far after its peak as
  /// before); raised-cosine edges over the outer half of each side.
  HarmonicPacket(const SweepImpulses& impulses, const signals::ExponentialLaw& law, int order);

  /// Frequency response at `hz`, time zero at the order's own place (fractions of a sample
  /// included).
  [[nodiscard]] std::complex<double> response(double hz) const;
  /// Rms of the outer 15 % before the window, over the packet's peak, in dB.
  [[nodiscard]] double edge_db() const { return edge_db_; }
  /// sqrt(sum of the window's squares): how noise per sample grows into response().
  [[nodiscard]] double window_norm() const { return window_norm_; }

 private:
  std::vector<double> samples_;
  double first_{0.0};  ///< Time of samples_[0] from the order's place, in samples.
  double rate_;
  double edge_db_{0.0};
  double window_norm_{0.0};
};

}  // namespace ampsweep::analysis
