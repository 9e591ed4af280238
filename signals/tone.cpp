// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/tone.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <numeric>

#include "signals/fade.hpp"
#include "signals/level.hpp"

namespace ampsweep::signals {

Hertz coherent_frequency(Hertz wanted, SampleCount record, SampleRate rate) {
  const double bin = static_cast<double>(rate.value()) / static_cast<double>(record.value());
  const double exact = wanted.value() / bin;
  assert(exact > 0.0 && 2.0 * exact < static_cast<double>(record.value()) && record.value() >= 4);

  std::int64_t nearest = 1;  // always fits: odd and coprime with anything
  const auto fits = [&](std::int64_t k) {
    return k > 0 && 2 * k < record.value() && k % 2 == 1 && std::gcd(k, record.value()) == 1;
  };
  const auto centre = static_cast<std::int64_t>(std::llround(exact));
  for (std::int64_t away = 0; away <= centre; ++away) {
    const std::int64_t below = centre - away;
    const std::int64_t above = centre + away;
    if (fits(below) || fits(above)) {
      const auto miss = [&](std::int64_t k) {
        return fits(k) ? std::abs(static_cast<double>(k) - exact)
                       : static_cast<double>(record.value());
      };
      nearest = miss(below) <= miss(above) ? below : above;
      break;
    }
  }
  return Hertz{static_cast<double>(nearest) * bin};
}

std::vector<float> tone(const ToneSpec& spec, SampleRate rate) {
  const double cycles_per_sample = spec.frequency.value() / static_cast<double>(rate.value());
  assert(cycles_per_sample > 0.0 && cycles_per_sample < 0.5);
  assert(spec.length.value() > 0 && 2 * spec.fade.value() <= spec.length.value());

  std::vector<float> x(static_cast<std::size_t>(spec.length.value()));
  for (SampleCount n{0}; n < spec.length; n = n + SampleCount{1}) {
    const double envelope = amplitude(spec.level) * fade_gain(n, spec.fade) *
                            fade_gain(spec.length - SampleCount{1} - n, spec.fade);
    const double cycles = cycles_per_sample * static_cast<double>(n.value());
    x[static_cast<std::size_t>(n.value())] =
        static_cast<float>(envelope * std::sin(2.0 * std::numbers::pi * cycles));
  }
  return x;
}

}  // namespace ampsweep::signals
