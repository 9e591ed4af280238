// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/two_tone.hpp"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "signals/fade.hpp"
#include "signals/level.hpp"

namespace ampsweep::signals {

std::vector<float> two_tone(const TwoToneSpec& spec, SampleRate rate) {
  const double low = spec.low.value() / static_cast<double>(rate.value());
  const double high = spec.high.value() / static_cast<double>(rate.value());
  assert(low > 0.0 && low < high && high < 0.5 && spec.low_over_high > 0.0);
  assert(spec.length.value() > 0 && 2 * spec.fade.value() <= spec.length.value());

  const double each = amplitude(spec.level) / (1.0 + spec.low_over_high);
  std::vector<float> x(static_cast<std::size_t>(spec.length.value()));
  for (SampleCount n{0}; n < spec.length; n = n + SampleCount{1}) {
    const double envelope =
        fade_gain(n, spec.fade) * fade_gain(spec.length - SampleCount{1} - n, spec.fade);
    const double turn = 2.0 * std::numbers::pi * static_cast<double>(n.value());
    x[static_cast<std::size_t>(n.value())] = static_cast<float>(
        envelope * each * (spec.low_over_high * std::sin(low * turn) + std::sin(high * turn)));
  }
  return x;
}

}  // namespace ampsweep::signals
