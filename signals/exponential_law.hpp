// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "signals/quantity.hpp"

namespace ampsweep::signals {

/// Instantaneous frequency f(t) = from * exp(t / L): equal time per octave.
struct ExponentialLaw {
  Hertz from{20.0};
  Seconds growth{1.0};  ///< L: the time in which the frequency grows by e.

  [[nodiscard]] Hertz frequency_at(Seconds t) const;
  [[nodiscard]] Seconds time_at(Hertz f) const;
  /// from * L * exp(t / L): the integral of f(t) that is from * L, not zero, at t = 0.
  [[nodiscard]] double cycles_at(Seconds t) const;
  /// L ln(order): how much earlier `order` times the frequency was reached, hence how far ahead of
  /// the linear response that harmonic's response lands after deconvolution.
  [[nodiscard]] Seconds advance(int order) const;
};

}  // namespace ampsweep::signals
