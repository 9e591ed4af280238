// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/phasor_sums.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::analysis {
namespace {

/// Samples walked side by side, so that the rotations do not wait for one another.
constexpr std::size_t kLanes = 4;
/// After so many samples the phasors are set afresh, so that rounding does not add up.
constexpr std::size_t kFresh = 1024;

double middle(std::size_t size) { return 0.5 * (static_cast<double>(size) - 1.0); }

/// exp(j omega t) at kLanes samples in a row.
struct Phasors {
  std::array<double, kLanes> re;
  std::array<double, kLanes> im;
  double step_re;
  double step_im;

  Phasors(double omega, double first_t)
      : step_re(std::cos(omega * kLanes)), step_im(std::sin(omega * kLanes)) {
    for (std::size_t i = 0; i < kLanes; ++i) {
      re[i] = std::cos(omega * (first_t + static_cast<double>(i)));
      im[i] = std::sin(omega * (first_t + static_cast<double>(i)));
    }
  }
  void advance() {
    for (std::size_t i = 0; i < kLanes; ++i) {
      const double turned = re[i] * step_re - im[i] * step_im;
      im[i] = re[i] * step_im + im[i] * step_re;
      re[i] = turned;
    }
  }
};

/// Adds a line to `count` samples; `t` is the first one's time over the record's size.
template <std::size_t Bases>
void add_lanes(const SynthesisLine& line, const Phasors& z, std::size_t count, double t,
               double t_step, double* sum, const std::array<double*, 2>& slope) {
  const double cosine = line.amplitude.real();
  const double minus_sine = line.amplitude.imag();
  for (std::size_t i = 0; i < count; ++i) sum[i] += cosine * z.re[i] - minus_sine * z.im[i];
  if constexpr (Bases > 0) {
    for (std::size_t i = 0; i < count; ++i) {
      const double turning =
          -(t + t_step * static_cast<double>(i)) * (cosine * z.im[i] + minus_sine * z.re[i]);
      slope[0][i] += line.follows[0] * turning;
      if constexpr (Bases > 1) slope[1][i] += line.follows[1] * turning;
    }
  }
}

template <std::size_t Bases>
void add_line(const SynthesisLine& line, std::size_t from, std::size_t count, std::size_t size,
              Synthesis& out) {
  const double first_t = static_cast<double>(from) - middle(size);
  const double scale = 1.0 / static_cast<double>(size);
  Phasors z(line.omega, first_t);
  const auto slope_at = [&](std::size_t n) {
    std::array<double*, 2> slope{};
    for (std::size_t base = 0; base < Bases; ++base) slope[base] = out.slope[base].data() + n;
    return slope;
  };
  std::size_t n = 0;
  for (; n + kLanes <= count; n += kLanes, z.advance()) {
    add_lanes<Bases>(line, z, kLanes, (first_t + static_cast<double>(n)) * scale, scale,
                     out.sum.data() + from + n, slope_at(from + n));
  }
  add_lanes<Bases>(line, z, count - n, (first_t + static_cast<double>(n)) * scale, scale,
                   out.sum.data() + from + n, slope_at(from + n));
}

}  // namespace

template <std::size_t Records>
std::array<std::complex<double>, Records> projections(
    const std::array<std::span<const double>, Records>& records, double omega) {
  const std::size_t size = records[0].size();
  std::array<std::array<double, kLanes>, Records> re{};
  std::array<std::array<double, kLanes>, Records> im{};
  for (std::size_t from = 0; from < size; from += kFresh) {
    const std::size_t until = std::min(from + kFresh, size);
    Phasors z(omega, static_cast<double>(from) - middle(size));
    std::size_t n = from;
    for (; n + kLanes <= until; n += kLanes, z.advance()) {
      for (std::size_t r = 0; r < Records; ++r) {
        const double* s = records[r].data() + n;
        for (std::size_t i = 0; i < kLanes; ++i) {
          re[r][i] += s[i] * z.re[i];
          im[r][i] -= s[i] * z.im[i];
        }
      }
    }
    for (std::size_t i = 0; n < until; ++n, ++i) {
      for (std::size_t r = 0; r < Records; ++r) {
        re[r][i] += records[r][n] * z.re[i];
        im[r][i] -= records[r][n] * z.im[i];
      }
    }
  }
  std::array<std::complex<double>, Records> sums{};
  for (std::size_t r = 0; r < Records; ++r) {
    for (std::size_t i = 0; i < kLanes; ++i) sums[r] += std::complex(re[r][i], im[r][i]);
  }
  return sums;
}

template std::array<std::complex<double>, 1> projections(
    const std::array<std::span<const double>, 1>& records, double omega);
template std::array<std::complex<double>, 2> projections(
    const std::array<std::span<const double>, 2>& records, double omega);
template std::array<std::complex<double>, 3> projections(
    const std::array<std::span<const double>, 3>& records, double omega);

Synthesis synthesize(std::span<const SynthesisLine> lines, std::size_t size, std::size_t bases) {
  Synthesis out;
  out.sum.assign(size, 0.0);
  for (std::size_t base = 0; base < bases; ++base) out.slope[base].assign(size, 0.0);
  for (std::size_t from = 0; from < size; from += kFresh) {
    const std::size_t count = std::min(kFresh, size - from);
    for (const SynthesisLine& line : lines) {
      if (bases == 0) add_line<0>(line, from, count, size, out);
      if (bases == 1) add_line<1>(line, from, count, size, out);
      if (bases == 2) add_line<2>(line, from, count, size, out);
    }
  }
  return out;
}

double lane_dot(std::span<const double> a, std::span<const double> b) {
  std::array<double, kLanes> sums{};
  std::size_t n = 0;
  for (; n + kLanes <= a.size(); n += kLanes) {
    for (std::size_t i = 0; i < kLanes; ++i) sums[i] += a[n + i] * b[n + i];
  }
  for (; n < a.size(); ++n) sums[0] += a[n] * b[n];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

double lane_sum(std::span<const double> a) {
  std::array<double, kLanes> sums{};
  std::size_t n = 0;
  for (; n + kLanes <= a.size(); n += kLanes) {
    for (std::size_t i = 0; i < kLanes; ++i) sums[i] += a[n + i];
  }
  for (; n < a.size(); ++n) sums[0] += a[n];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

double cosine_sum(double omega, std::size_t size) {
  const auto n = static_cast<double>(size);
  const double half = std::sin(0.5 * omega);
  return std::abs(half) < 1e-15 ? n : std::sin(0.5 * n * omega) / half;
}

}  // namespace ampsweep::analysis
