// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <complex>
#include <cstdint>
#include <functional>
#include <numbers>
#include <vector>

#include "signals/multisine.hpp"

/// Multisines through amps whose answer is a formula. Nothing here uses ampsweep::analysis.
namespace ampsweep::closed_form {

/// The played samples, each through a memoryless amp.
inline std::vector<double> through(const std::vector<float>& played,
                                   const std::function<double(double)>& amp) {
  std::vector<double> out;
  out.reserve(played.size());
  for (const float x : played) out.push_back(amp(static_cast<double>(x)));
  return out;
}

/// The spec's sound as a sum of cosines, sampled at n (1 - drift) - delay: a wire of any delay,
/// onto another clock. Slow: for small specs.
inline std::vector<double> through_wire(const signals::MultisineSpec& spec, SampleRate rate,
                                        double delay, double drift_ppm, std::int64_t length) {
  const auto bins = signals::multisine_bins(spec, rate);
  std::vector<std::vector<std::complex<double>>> lines;
  for (int m = 0; m < spec.realizations; ++m) {
    lines.push_back(signals::multisine_lines(spec, bins, m));
  }
  std::vector<double> out(static_cast<std::size_t>(length));
  for (std::size_t n = 0; n < out.size(); ++n) {
    const double t = static_cast<double>(n) * (1.0 - 1e-6 * drift_ppm) - delay;
    int m = -1;
    for (int i = 0; i < spec.realizations; ++i) {
      if (t >= static_cast<double>(signals::multisine_run(spec, i).start.value())) m = i;
    }
    if (m < 0) continue;
    const double turn = 2.0 * std::numbers::pi * t / static_cast<double>(spec.period.value());
    const auto& now = lines[static_cast<std::size_t>(m)];
    for (std::size_t i = 0; i < now.size(); ++i) {
      out[n] += (now[i] * std::polar(1.0, std::fmod(turn * static_cast<double>(bins.excited[i]),
                                                    2.0 * std::numbers::pi)))
                    .real();
    }
  }
  return out;
}

/// `silence` zeros, then `sound` (a whole-sample delay).
inline std::vector<double> delayed(const std::vector<double>& sound, std::size_t silence) {
  std::vector<double> out(silence, 0.0);
  out.insert(out.end(), sound.begin(), sound.end());
  return out;
}

}  // namespace ampsweep::closed_form
