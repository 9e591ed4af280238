// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/sweep.hpp"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "signals/fade.hpp"
#include "signals/level.hpp"

namespace ampsweep::signals {

ExponentialLaw sweep_law(const SweepSpec& spec, SampleRate rate) {
  assert(spec.from > Hertz{0.0} && spec.to > spec.from && spec.length.value() > 0);
  const double from = spec.from.value();
  const double octaves_e = std::log(spec.to.value() / from);
  const double cycles = std::round(from * seconds(spec.length, rate).value() / octaves_e);
  assert(cycles >= 1.0);
  return {.from = spec.from, .growth = Seconds{cycles / from}};
}

SampleCount sweep_length(const SweepSpec& spec, SampleRate rate) {
  return samples(sweep_law(spec, rate).time_at(spec.to), rate);
}

std::vector<float> sweep(const SweepSpec& spec, SampleRate rate) {
  assert(2.0 * spec.to.value() < static_cast<double>(rate.value()));
  const ExponentialLaw law = sweep_law(spec, rate);
  const SampleCount length = sweep_length(spec, rate);
  assert(spec.fade_in + spec.fade_out <= length);

  std::vector<float> x(static_cast<std::size_t>(length.value()));
  for (SampleCount n{0}; n < length; n = n + SampleCount{1}) {
    const double envelope = amplitude(spec.level) * fade_gain(n, spec.fade_in) *
                            fade_gain(length - SampleCount{1} - n, spec.fade_out);
    const double cycles = law.cycles_at(seconds(n, rate));
    x[static_cast<std::size_t>(n.value())] =
        static_cast<float>(envelope * std::sin(2.0 * std::numbers::pi * cycles));
  }
  return x;
}

}  // namespace ampsweep::signals
