// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/harmonic_packet.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace ampsweep::analysis {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kFlat = 0.5;    ///< Share of each side that the window leaves alone.
constexpr double kOuter = 0.15;  ///< Share of the packet that counts as its edges.

double edge_gain(double share) {
  if (share <= kFlat) return 1.0;
  if (share >= 1.0) return 0.0;
  return 0.5 + 0.5 * std::cos(kPi * (share - kFlat) / (1.0 - kFlat));
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
  const double before = 0.5 * growth * std::log((n + 1.0) / n);
  const double after = order == 1 ? before : 0.5 * growth * std::log(n / (n - 1.0));
  const auto first = static_cast<std::int64_t>(std::ceil(place - before));
  const auto last = static_cast<std::int64_t>(std::floor(place + after));
  first_ = static_cast<double>(first) - place;
  for (std::int64_t lag = first; lag <= last; ++lag) samples_.push_back(impulses.at(lag));
  edge_db_ = edge_level(samples_);
  double power = 0.0;
  for (std::size_t i = 0; i < samples_.size(); ++i) {
    const double t = first_ + static_cast<double>(i);
    const double gain = edge_gain(t < 0.0 ? -t / before : t / after);
    samples_[i] *= gain;
    power += gain * gain;
  }
  window_norm_ = std::sqrt(power);
}

std::complex<double> HarmonicPacket::response(double hz) const {
  const double omega = 2.0 * kPi * hz / rate_;
  std::complex<double> sum;
  // A running phasor, set afresh every 256 samples so that rounding cannot add up.
  constexpr std::size_t kChunk = 256;
  const std::complex<double> turn = std::polar(1.0, -omega);
  for (std::size_t begin = 0; begin < samples_.size(); begin += kChunk) {
    const std::size_t end = std::min(begin + kChunk, samples_.size());
    std::complex<double> phasor = std::polar(1.0, -omega * (first_ + static_cast<double>(begin)));
    for (std::size_t i = begin; i < end; ++i) {
      sum += samples_[i] * phasor;
      phasor = {phasor.real() * turn.real() - phasor.imag() * turn.imag(),
                phasor.real() * turn.imag() + phasor.imag() * turn.real()};
    }
  }
  return sum;
}

}  // namespace ampsweep::analysis
