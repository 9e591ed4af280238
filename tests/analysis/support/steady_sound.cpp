// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analysis/support/steady_sound.hpp"

#include <cmath>
#include <numbers>

#include "signals/random.hpp"

namespace ampsweep::closed_form {

std::vector<double> partials(std::span<const Partial> lines, SampleRate rate, std::int64_t length,
                             double dc) {
  std::vector<double> x(static_cast<std::size_t>(length), dc);
  for (const Partial& line : lines) {
    const double cycles_per_sample = line.hz / static_cast<double>(rate.value());
    for (std::size_t n = 0; n < x.size(); ++n) {
      const double cycles = std::fmod(cycles_per_sample * static_cast<double>(n), 1.0);
      x[n] += line.amplitude * std::cos(2.0 * std::numbers::pi * cycles + line.phase);
    }
  }
  return x;
}

std::vector<Partial> comb_of(double hz, std::span<const double> amplitudes, double phase) {
  std::vector<Partial> lines;
  for (std::size_t i = 0; i < amplitudes.size(); ++i) {
    const double order = static_cast<double>(i + 1);
    lines.push_back({order * hz, amplitudes[i], order * phase});
  }
  return lines;
}

std::vector<float> to_24_bit(std::span<const double> x, std::uint64_t seed) {
  signals::Random random(seed);
  constexpr double kCode = 1.0 / 8388608.0;
  std::vector<float> out;
  for (const double value : x) {
    const double dither = random.uniform() - random.uniform();
    out.push_back(static_cast<float>(std::round(value / kCode + dither) * kCode));
  }
  return out;
}

std::vector<double> through_polynomial(std::span<const double> x, std::span<const double> c) {
  std::vector<double> y;
  for (const double value : x) {
    double sum = 0.0;
    for (std::size_t p = c.size(); p-- > 0;) sum = sum * value + c[p];
    y.push_back(sum);
  }
  return y;
}

}  // namespace ampsweep::closed_form
