// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sweep_shape.hpp"

#include <cmath>

#include "signals/level.hpp"
#include "signals/sweep.hpp"

namespace ampsweep::analysis {

bool SweepShape::synchronized() const { return std::abs(std::remainder(phase_cycles, 1.0)) < 1e-3; }

Hertz SweepShape::to(SampleRate rate) const { return law.frequency_at(seconds(length, rate)); }

bool is_playable(const signals::SweepSpec& spec, SampleRate rate) {
  const double from = spec.from.value();
  const double to = spec.to.value();
  if (rate.value() <= 0 || !(from > 0.0) || !(to > from)) return false;
  if (to > 0.5 * static_cast<double>(rate.value()) || spec.length.value() <= 0) return false;
  if (std::round(from * seconds(spec.length, rate).value() / std::log(to / from)) < 1.0) {
    return false;
  }
  return spec.fade_in.value() >= 0 && spec.fade_out.value() >= 0;
}

SweepShape shape_of(const signals::SweepSpec& spec, SampleRate rate) {
  SweepShape shape;
  shape.law = signals::sweep_law(spec, rate);
  shape.amplitude = amplitude(spec.level);
  shape.length = signals::sweep_length(spec, rate);
  shape.full_from = spec.fade_in;
  shape.full_until = shape.length - spec.fade_out;
  return shape;
}

}  // namespace ampsweep::analysis
