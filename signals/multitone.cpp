// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/multitone.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "signals/level.hpp"
#include "signals/random.hpp"

namespace ampsweep::signals {
namespace {

/// sin(phase + 2 pi n / length), n = 0 .. length - 1: looking phases up keeps the record exactly
/// periodic.
std::vector<double> one_turn(std::size_t length, double phase) {
  std::vector<double> table(length);
  for (std::size_t n = 0; n < length; ++n) {
    const double turn = static_cast<double>(n) / static_cast<double>(length);
    table[n] = std::sin(phase + 2.0 * std::numbers::pi * turn);
  }
  return table;
}

[[maybe_unused]] bool each_on_its_own_bin(std::vector<std::int64_t> bins, SampleCount length) {
  std::sort(bins.begin(), bins.end());
  return !bins.empty() && bins.front() > 0 && 2 * bins.back() < length.value() &&
         std::adjacent_find(bins.begin(), bins.end()) == bins.end();
}

}  // namespace

std::vector<std::int64_t> multitone_bins(const MultitoneSpec& spec, SampleRate rate) {
  const double bin = static_cast<double>(rate.value()) / static_cast<double>(spec.length.value());
  std::vector<std::int64_t> bins;
  for (const Hertz f : spec.frequencies) bins.push_back(std::llround(f.value() / bin));
  return bins;
}

std::vector<float> multitone(const MultitoneSpec& spec, SampleRate rate) {
  const std::vector<std::int64_t> bins = multitone_bins(spec, rate);
  assert(each_on_its_own_bin(bins, spec.length));
  const auto length = static_cast<std::size_t>(spec.length.value());
  const std::vector<double> sine = one_turn(length, 0.0);
  const std::vector<double> cosine = one_turn(length, 0.5 * std::numbers::pi);

  Random random{spec.seed};
  std::vector<double> sum(length);
  for (const std::int64_t bin : bins) {
    const double phase = random.uniform(0.0, 2.0 * std::numbers::pi);
    const double in_phase = std::cos(phase);
    const double quadrature = std::sin(phase);
    std::size_t turn = 0;  // bin * n modulo length
    for (double& value : sum) {
      value += in_phase * sine[turn] + quadrature * cosine[turn];
      turn = (turn + static_cast<std::size_t>(bin)) % length;
    }
  }

  double peak = 0.0;
  for (const double value : sum) peak = std::max(peak, std::abs(value));
  const double scale = amplitude(spec.level) / peak;
  std::vector<float> x(length);
  std::transform(sum.begin(), sum.end(), x.begin(),
                 [scale](double value) { return static_cast<float>(scale * value); });
  return x;
}

}  // namespace ampsweep::signals
