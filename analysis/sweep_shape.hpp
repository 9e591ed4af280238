// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "signals/exponential_law.hpp"
#include "signals/quantity.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::analysis {

/// Any exponential sweep: amplitude x sin(2 pi (law.cycles_at(t) + phase_cycles)), t counted from
/// its first sample.
///
/// phase_cycles is 0 for a synchronized sweep (Novak) and -law.from x law.growth for Farina's, up
/// to whole cycles. Order n of what an amp adds carries n x phase_cycles more, so with the phase
/// known both give the same harmonics, phases included.
struct SweepShape {
  signals::ExponentialLaw law;
  double phase_cycles{0.0};
  double amplitude{1.0};
  SampleCount length{0};
  SampleCount full_from{0};  ///< Between these the sweep has its full amplitude.
  SampleCount full_until{0};

  /// True when the start phase is within 1/1000 cycle of a synchronized sweep's.
  [[nodiscard]] bool synchronized() const;
  [[nodiscard]] Hertz to(SampleRate rate) const;  ///< Frequency at its end.
};

/// The sweep that signals::sweep(spec, rate) makes. Needs what signals::sweep_law needs.
[[nodiscard]] SweepShape shape_of(const signals::SweepSpec& spec, SampleRate rate);
/// Whether `spec` can be played at `rate` at all: the needs of signals::sweep.
[[nodiscard]] bool is_playable(const signals::SweepSpec& spec, SampleRate rate);

}  // namespace ampsweep::analysis
