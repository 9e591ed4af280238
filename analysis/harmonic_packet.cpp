// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/harmonic_packet.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace ampsweep::analysis {
namespace {

constexpr double kFlat = 0.5;    ///< Share of each side that the window leaves alone.
constexpr double kOuter = 0.15;  ///< Share of the packet that counts as its edges.

double edge_gain(double share) {
  if (share <= kFlat) return 1.0;
  if (share >= 1.0) return 0.0;
  return 0.5 + 0.5 * std::cos(std::numbers::pi * (share - kFlat) / (1.0 - kFlat));
}

double edge_level(const std::vector<double>& samples) {
  double peak = 0.0;
  for (const double sample : samples) peak = std::max(peak, std::abs(sample));
  const auto outer = std::max<std::size_t>(
      1, static_cast<std::size_t>(0.5 * kOuter * static_cast<double>(samples.size())));
  double sum = 0.0;
  for (std::size_t i = 0; i < outer; ++i) {
    sum += samples[i] * samples[i];
    sum += samples[samples.size() - 1 - i] * samples[samples.size() - 1 - i];
  }
  if (!(peak > 0.0)) return std::numeric_limits<double>::infinity();
  return 20.0 * std::log10(std::sqrt(sum / static_cast<double>(2 * outer)) / peak);
}

}  // namespace

HarmonicPacket::HarmonicPacket(const SweepImpulses& impulses, const signals::ExponentialLaw& law,
                               int order)
    : rate_(impulses.rate) {
  const double growth = law.growth.value() * rate_;
  const double n = static_cast<double>(order);
  const double place = -growth * std::log(n);
  before_ = 0.5 * growth * std::log((n + 1.0) / n);
  after_ = order == 1 ? before_ : 0.5 * growth * std::log(n / (n - 1.0));
  const auto first = static_cast<std::int64_t>(std::ceil(place - before_));
  const auto last = static_cast<std::int64_t>(std::floor(place + after_));
  first_ = static_cast<double>(first) - place;
  for (std::int64_t lag = first; lag <= last; ++lag) samples_.push_back(impulses.at(lag));
  edge_db_ = edge_level(samples_);
}

double HarmonicPacket::window(double t, double hz) const {
  const double wanted = std::max(kShortestSeconds, kCycles / hz) * rate_;
  return edge_gain(t < 0.0 ? -t / std::min(before_, wanted) : t / std::min(after_, wanted));
}

HarmonicPacket::Range HarmonicPacket::inside(double hz) const {
  const double wanted = std::max(kShortestSeconds, kCycles / hz) * rate_;
  const double size = static_cast<double>(samples_.size());
  return {static_cast<std::size_t>(std::clamp(-wanted - first_, 0.0, size)),
          static_cast<std::size_t>(std::clamp(std::ceil(wanted - first_), 0.0, size))};
}

std::complex<double> HarmonicPacket::response(double hz) const {
  const double omega = 2.0 * std::numbers::pi * hz / rate_;
  std::complex<double> sum;
  // A running phasor, set afresh every 256 samples so that rounding cannot add up.
  constexpr std::size_t kChunk = 256;
  const std::complex<double> turn = std::polar(1.0, -omega);
  const Range range = inside(hz);
  for (std::size_t begin = range.first; begin < range.end; begin += kChunk) {
    const std::size_t end = std::min(begin + kChunk, range.end);
    std::complex<double> phasor = std::polar(1.0, -omega * (first_ + static_cast<double>(begin)));
    for (std::size_t i = begin; i < end; ++i) {
      sum += window(first_ + static_cast<double>(i), hz) * samples_[i] * phasor;
      phasor = {phasor.real() * turn.real() - phasor.imag() * turn.imag(),
                phasor.real() * turn.imag() + phasor.imag() * turn.real()};
    }
  }
  return sum;
}

HarmonicPacket::Moments HarmonicPacket::moments(double hz) const {
  const double omega = 2.0 * std::numbers::pi * hz / rate_;
  Moments sums;
  const Range range = inside(hz);
  for (std::size_t i = range.first; i < range.end; ++i) {
    const double t = first_ + static_cast<double>(i);
    const std::complex<double> term = window(t, hz) * samples_[i] * std::polar(1.0, -omega * t);
    sums.zeroth += term;
    sums.first += t * term;
  }
  return sums;
}

Seconds HarmonicPacket::group_delay(double hz) const {
  const Moments sums = moments(hz);
  return Seconds{std::real(sums.first / sums.zeroth) / rate_};
}

double HarmonicPacket::noise_gain(double hz) const {
  double power = 0.0;
  const Range range = inside(hz);
  for (std::size_t i = range.first; i < range.end; ++i) {
    const double gain = window(first_ + static_cast<double>(i), hz);
    power += gain * gain;
  }
  return std::sqrt(power);
}

}  // namespace ampsweep::analysis
