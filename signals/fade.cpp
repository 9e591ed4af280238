// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/fade.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace ampsweep::signals {
namespace {

template <class Iterator>
void fade_from(Iterator outermost, SampleCount available, SampleCount length) {
  assert(length.value() >= 0);
  const SampleCount within = std::min(length, available);
  for (SampleCount n{0}; n < within; n = n + SampleCount{1}, ++outermost) {
    *outermost = static_cast<float>(static_cast<double>(*outermost) * fade_gain(n, within));
  }
}

SampleCount size_of(std::span<float> x) { return SampleCount{static_cast<std::int64_t>(x.size())}; }

}  // namespace

double fade_gain(SampleCount n, SampleCount length) {
  if (n >= length) return 1.0;
  const double part = static_cast<double>(n.value()) / static_cast<double>(length.value());
  return 0.5 - 0.5 * std::cos(std::numbers::pi * part);
}

void fade_in(std::span<float> x, SampleCount length) { fade_from(x.begin(), size_of(x), length); }

void fade_out(std::span<float> x, SampleCount length) { fade_from(x.rbegin(), size_of(x), length); }

}  // namespace ampsweep::signals
