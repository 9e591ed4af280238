// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/chirp.hpp"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "signals/fade.hpp"
#include "signals/level.hpp"

namespace ampsweep::signals {

ExponentialLaw chirp_law(const ChirpSpec& spec, SampleRate rate) {
  assert(spec.from > Hertz{0.0} && spec.to > spec.from && spec.length.value() > 0);
  const double growth =
      seconds(spec.length, rate).value() / std::log(spec.to.value() / spec.from.value());
  return {.from = spec.from, .growth = Seconds{growth}};
}

std::vector<float> chirp(const ChirpSpec& spec, SampleRate rate) {
  assert(2.0 * spec.to.value() < static_cast<double>(rate.value()));
  assert(2 * spec.fade.value() <= spec.length.value());
  const ExponentialLaw law = chirp_law(spec, rate);
  const double start = law.cycles_at(Seconds{0.0});

  std::vector<float> x(static_cast<std::size_t>(spec.length.value()));
  for (SampleCount n{0}; n < spec.length; n = n + SampleCount{1}) {
    const double envelope = amplitude(spec.level) * fade_gain(n, spec.fade) *
                            fade_gain(spec.length - SampleCount{1} - n, spec.fade);
    const double cycles = law.cycles_at(seconds(n, rate)) - start;
    x[static_cast<std::size_t>(n.value())] =
        static_cast<float>(envelope * std::sin(2.0 * std::numbers::pi * cycles));
  }
  return x;
}

}  // namespace ampsweep::signals
