// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

/// Idle recordings whose hum is a formula. Nothing here uses ampsweep::analysis.
namespace ampsweep::closed_form {

/// A steady line.
struct SteadyLine {
  double hz{};
  double dbfs_rms{};
  double phase{};
};

/// Lines added to `x`, evaluated sample by sample.
void add_lines(std::vector<double>& x, double rate, const std::vector<SteadyLine>& lines);

/// Harmonics 1, 2, ... of `line_hz` at these levels, phases scattered; levels below -300 are left
/// out.
[[nodiscard]] std::vector<SteadyLine> comb(double line_hz, const std::vector<double>& dbfs_rms);

/// White Gaussian noise of this level, and the same falling 6 dB an octave above `corner_hz`.
[[nodiscard]] std::vector<double> white_noise(double dbfs_rms, std::size_t length,
                                              std::uint64_t seed);
[[nodiscard]] std::vector<double> falling_noise(double dbfs_rms, double corner_hz, double rate,
                                                std::size_t length, std::uint64_t seed);

}  // namespace ampsweep::closed_form
