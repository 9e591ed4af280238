// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/guitar.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>

#include "signals/level.hpp"
#include "signals/performance.hpp"

namespace ampsweep::signals {
namespace {

/// First-order high pass with no gain at DC, as in every interface's input.
void couple(std::span<double> x, SampleRate rate) {
  constexpr double kCorner = 10.0;
  const double keep =
      std::exp(-2.0 * std::numbers::pi * kCorner / static_cast<double>(rate.value()));
  double before = 0.0;
  double out = 0.0;
  for (double& value : x) {
    out = value - before + keep * out;
    before = value;
    value = out;
  }
}

double peak_of(std::span<const double> x) {
  double peak = 0.0;
  for (const double value : x) peak = std::max(peak, std::abs(value));
  return peak;
}

}  // namespace

std::vector<float> guitar(const GuitarSpec& spec, SampleRate rate) {
  assert(spec.first.value() >= 0 && spec.first < spec.length);
  std::vector<double> sound(static_cast<std::size_t>(spec.length.value()));
  for (const Note& note : performance(seconds(spec.length, rate), spec.seed)) {
    const SampleCount at = samples(note.at, rate);
    if (at >= spec.length) continue;  // rounds up past the end
    add_pluck(note.pluck, rate, std::span{sound}.subspan(static_cast<std::size_t>(at.value())));
  }
  couple(sound, rate);

  const double peak = peak_of(sound);
  const double scale = peak > 0.0 ? amplitude(spec.level) / peak : 0.0;
  std::vector<float> x(sound.size() - static_cast<std::size_t>(spec.first.value()));
  std::transform(sound.begin() + spec.first.value(), sound.end(), x.begin(),
                 [scale](double value) { return static_cast<float>(scale * value); });
  return x;
}

}  // namespace ampsweep::signals
