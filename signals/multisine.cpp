// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/multisine.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "signals/level.hpp"
#include "signals/random.hpp"

namespace ampsweep::signals {
namespace {

constexpr std::int64_t kFewestGroups = 16;
constexpr std::int64_t kLongestPeriod = std::int64_t{1} << 22U;

/// The odd bins from `first` on that make whole groups inside the band.
struct OddBins {
  std::int64_t first{1};
  std::int64_t groups{0};
};

OddBins odd_bins(const MultisineSpec& spec, SampleRate rate) {
  const double bins_per_hz =
      static_cast<double>(spec.period.value()) / static_cast<double>(rate.value());
  const auto lowest = static_cast<std::int64_t>(std::ceil(spec.from.value() * bins_per_hz));
  const auto highest = std::min(static_cast<std::int64_t>(spec.to.value() * bins_per_hz),
                                spec.period.value() / 2 - 1);
  OddBins odd;
  odd.first = std::max<std::int64_t>(lowest + 1 - lowest % 2, 1);
  odd.groups = highest < odd.first ? 0 : ((highest - odd.first) / 2 + 1) / spec.group;
  return odd;
}

/// exp(2 pi j i / n), i = 0 .. n - 1.
std::vector<std::complex<double>> unit_roots(std::int64_t n) {
  std::vector<std::complex<double>> roots(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < roots.size(); ++i) {
    roots[i] =
        std::polar(1.0, 2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n));
  }
  return roots;
}

/// The divisor of n nearest below its square root.
std::int64_t middle_divisor(std::int64_t n) {
  auto divisor = static_cast<std::int64_t>(std::sqrt(static_cast<double>(n)));
  while (n % divisor != 0) --divisor;
  return divisor;
}

/// One period. The sum over bins k = a k1 + k0 at samples n = b n0 + n1 (period = a b) is done over
/// k1 first, once for all n0: 2 x sqrt(period) terms a sample instead of thousands.
std::vector<double> one_period(const MultisineSpec& spec, const MultisineBins& bins,
                               const std::vector<std::complex<double>>& lines) {
  const std::int64_t period = spec.period.value();
  const std::int64_t a = middle_divisor(period);
  const std::int64_t b = period / a;
  const auto roots = unit_roots(period);
  const auto at = [](std::int64_t i) { return static_cast<std::size_t>(i); };
  std::vector<std::complex<double>> partial(at(period));  // [k0 * b + n1]
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::int64_t k0 = bins.excited[i] % a;
    const std::int64_t step = bins.excited[i] - k0;  // a k1: turns by n1 step / period
    for (std::int64_t n1 = 0, turn = 0; n1 < b; ++n1, turn = (turn + step) % period) {
      partial[at(k0 * b + n1)] += lines[i] * roots[at(turn)];
    }
  }
  std::vector<double> x(at(period));
  for (std::int64_t k0 = 0; k0 < a; ++k0) {
    for (std::int64_t n1 = 0; n1 < b; ++n1) {
      const auto turned = partial[at(k0 * b + n1)] * roots[at(k0 * n1 % period)];
      if (turned == std::complex<double>{}) continue;
      for (std::int64_t n0 = 0, turn = 0; n0 < a; ++n0, turn = (turn + k0 * b) % period) {
        const auto& root = roots[at(turn)];
        x[at(b * n0 + n1)] += turned.real() * root.real() - turned.imag() * root.imag();
      }
    }
  }
  return x;
}

double shape_of(const MultisineSpec& spec, std::int64_t bin) {
  return spec.shape == MultisineShape::Pink ? 1.0 / std::sqrt(static_cast<double>(bin)) : 1.0;
}

}  // namespace

std::string objection(const MultisineSpec& spec, SampleRate rate) {
  if (rate.value() <= 0) return "the sample rate must be above 0 Hz";
  const double half = 0.5 * static_cast<double>(rate.value());
  if (!(spec.from.value() > 0.0 && spec.to > spec.from && spec.to.value() < half)) {
    return "the multisine must rise from above 0 Hz to below half the sample rate";
  }
  const std::int64_t period = spec.period.value();
  if (period < 1024 || period > kLongestPeriod || period % 2 != 0) {
    return "the period of the multisine must be even, 1024 to 4194304 samples";
  }
  if (spec.realizations < 1 || spec.realizations > 1000) {
    return "the multisine needs 1 to 1000 realizations";
  }
  if (spec.periods < 2 || spec.periods > 1000) {
    return "the multisine needs 2 to 1000 periods: one alone cannot tell noise from distortion";
  }
  if (spec.transient_periods < 1 || spec.transient_periods > 1000) {
    return "the multisine needs 1 to 1000 transient periods";
  }
  if (spec.group < 2 || spec.group > 100) return "a group of the multisine has 2 to 100 lines";
  if (!(spec.level.value() <= 0.0) || !std::isfinite(spec.level.value())) {
    return "the multisine must not be louder than 0 dBFS rms";
  }
  if (!(spec.peak_limit.value() <= 0.0)) return "the peak limit must not be above 0 dBFS peak";
  if (odd_bins(spec, rate).groups < kFewestGroups) {
    return "the band of the multisine is too narrow for its period: fewer than 16 groups of lines";
  }
  return {};
}

SampleCount multisine_length(const MultisineSpec& spec) {
  return spec.period * std::int64_t{spec.realizations} *
         std::int64_t{spec.transient_periods + spec.periods};
}

MultisineRun multisine_run(const MultisineSpec& spec, int realization) {
  const SampleCount each = spec.period * std::int64_t{spec.transient_periods + spec.periods};
  const SampleCount start = each * std::int64_t{realization};
  return {start, start + spec.period * std::int64_t{spec.transient_periods}, start + each};
}

MultisineBins multisine_bins(const MultisineSpec& spec, SampleRate rate) {
  assert(objection(spec, rate).empty());
  const OddBins odd = odd_bins(spec, rate);
  Random random{derived(spec.seed, "multisine detection lines")};
  MultisineBins bins;
  for (std::int64_t group = 0; group < odd.groups; ++group) {
    const auto silent = static_cast<int>(random.below(static_cast<std::uint64_t>(spec.group)));
    for (int line = 0; line < spec.group; ++line) {
      const std::int64_t bin = odd.first + 2 * (group * spec.group + line);
      (line == silent ? bins.detection : bins.excited).push_back(bin);
    }
  }
  return bins;
}

std::vector<std::complex<double>> multisine_lines(const MultisineSpec& spec,
                                                  const MultisineBins& bins, int realization) {
  double power = 0.0;
  for (const std::int64_t bin : bins.excited) power += 0.5 * std::pow(shape_of(spec, bin), 2);
  const double scale = rms_amplitude(spec.level) / std::sqrt(power);
  Random random{derived(spec.seed, "multisine phases", realization)};
  std::vector<std::complex<double>> lines;
  lines.reserve(bins.excited.size());
  for (const std::int64_t bin : bins.excited) {
    const double phase = random.uniform(0.0, 2.0 * std::numbers::pi);
    lines.push_back(std::polar(scale * shape_of(spec, bin), phase));
  }
  return lines;
}

Multisine multisine(const MultisineSpec& spec, SampleRate rate) {
  const MultisineBins bins = multisine_bins(spec, rate);
  Multisine whole;
  whole.limit = spec.peak_limit;
  whole.samples.reserve(static_cast<std::size_t>(multisine_length(spec).value()));
  double peak = 0.0;
  for (int m = 0; m < spec.realizations; ++m) {
    const auto period = one_period(spec, bins, multisine_lines(spec, bins, m));
    for (const double x : period) peak = std::max(peak, std::abs(x));
    for (int p = 0; p < spec.transient_periods + spec.periods; ++p) {
      for (const double x : period) whole.samples.push_back(static_cast<float>(x));
    }
    whole.runs.push_back(multisine_run(spec, m));
  }
  whole.peak = level_of_peak(peak);
  return whole;
}

}  // namespace ampsweep::signals
