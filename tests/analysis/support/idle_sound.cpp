// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analysis/support/idle_sound.hpp"

#include <cmath>
#include <numbers>

#include "signals/random.hpp"
#include "tests/analysis/support/closed_form.hpp"

namespace ampsweep::closed_form {

void add_lines(std::vector<double>& x, double rate, const std::vector<SteadyLine>& lines) {
  for (const SteadyLine& line : lines) {
    const double peak = std::numbers::sqrt2 * std::pow(10.0, line.dbfs_rms / 20.0);
    const double turn = 2.0 * std::numbers::pi * line.hz / rate;
    for (std::size_t n = 0; n < x.size(); ++n) {
      x[n] += peak * std::cos(turn * static_cast<double>(n) + line.phase);
    }
  }
}

std::vector<SteadyLine> comb(double line_hz, const std::vector<double>& dbfs_rms) {
  std::vector<SteadyLine> lines;
  for (std::size_t i = 0; i < dbfs_rms.size(); ++i) {
    if (dbfs_rms[i] < -300.0) continue;
    const double order = static_cast<double>(i + 1);
    lines.push_back({order * line_hz, dbfs_rms[i], 0.7 * order * order});
  }
  return lines;
}

std::vector<double> white_noise(double dbfs_rms, std::size_t length, std::uint64_t seed) {
  signals::Random random(seed);
  std::vector<double> x(length);
  for (double& sample : x) sample = std::pow(10.0, dbfs_rms / 20.0) * random.normal();
  return x;
}

std::vector<double> falling_noise(double dbfs_rms, double corner_hz, double rate,
                                  std::size_t length, std::uint64_t seed) {
  auto x = white_noise(0.0, length, seed);
  low_pass(x, corner_hz, rate);
  // A bilinear one-pole low-pass leaves k / (1 + k) of white noise's power.
  const double k = std::tan(std::numbers::pi * corner_hz / rate);
  const double scale = std::pow(10.0, dbfs_rms / 20.0) * std::sqrt((1.0 + k) / k);
  for (double& sample : x) sample *= scale;
  return x;
}

}  // namespace ampsweep::closed_form
