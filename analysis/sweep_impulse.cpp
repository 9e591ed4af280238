// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sweep_impulse.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "analysis/fft.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kLeadSeconds = 0.050;
constexpr double kImpulseEdgeShare = 0.1;  ///< Of either side of the packet that fades.
constexpr double kSkirtOctaves = 0.2;      ///< Width of the band's edges, outside the band.
constexpr double kRoomForRinging = 2.0;    ///< FFT size over the packet's.

/// 0 more than a skirt outside from .. to, 1 inside.
double impulse_band_gain(double hz, double from, double to) {
  const auto skirt = [](double octaves_out) {
    if (octaves_out <= 0.0) return 1.0;
    if (octaves_out >= kSkirtOctaves) return 0.0;
    return 0.5 + 0.5 * std::cos(std::numbers::pi * octaves_out / kSkirtOctaves);
  };
  if (hz <= 0.0) return 0.0;
  return skirt(std::log2(from / hz)) * skirt(std::log2(hz / to));
}

/// Packet samples fade over the outer part of either side.
double impulse_side_gain(double t, double before, double after) {
  const double share = t < 0.0 ? -t / before : t / after;
  const double into = (share - (1.0 - kImpulseEdgeShare)) / kImpulseEdgeShare;
  if (into <= 0.0) return 1.0;
  return into >= 1.0 ? 0.0 : 0.5 + 0.5 * std::cos(std::numbers::pi * into);
}

}  // namespace

OrderImpulse order_impulse(const SweepPackets& packets, int order, SampleCount longest) {
  const double rate = packets.impulses.rate;
  const HarmonicPacket packet = packets.packet(order);
  OrderImpulse impulse;
  impulse.order = order;
  impulse.edge_db = packet.edge_db();
  impulse.from = Hertz{order * packets.lowest_hz};
  impulse.to = Hertz{std::min(order * packets.highest_hz, kHighestOfRate * rate)};

  const double shortest_lead = packets.packet(packets.orders).before();
  const double lead = std::floor(std::min(kLeadSeconds * rate, shortest_lead));
  const double after = std::min(packet.after(), static_cast<double>(longest.value()) - lead);
  const auto length = static_cast<std::size_t>(lead + std::max(after, 1.0));
  RealFft fft(
      good_fft_size(static_cast<std::size_t>(kRoomForRinging * static_cast<double>(length))));
  const auto size = static_cast<double>(fft.size());
  // Sample i of the packet stands packet.first() + i after the order's place: whole part by
  // position, fraction by phase.
  const double whole = std::floor(packet.first());
  const double fraction = packet.first() - whole;
  const auto samples = packet.samples();
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = packet.first() + static_cast<double>(i);
    if (t < -lead || t > after) continue;
    const double at = lead + whole + static_cast<double>(i);
    if (at < 0.0 || at >= size) continue;
    fft.time()[static_cast<std::size_t>(at)] = impulse_side_gain(t, lead, after) * samples[i];
  }
  fft.forward();
  const double turn =
      -2.0 * std::numbers::pi * std::remainder(order * packets.sweep.phase_cycles, 1.0);
  for (std::size_t k = 0; k < fft.spectrum().size(); ++k) {
    const double hz = static_cast<double>(k) * rate / size;
    const double gain = impulse_band_gain(hz, impulse.from.value(), impulse.to.value());
    const double shift = -2.0 * std::numbers::pi * static_cast<double>(k) / size * fraction;
    fft.spectrum()[k] *= std::polar(gain / packets.sweep.amplitude, shift + turn);
  }
  fft.inverse();
  impulse.samples.assign(fft.time().begin(),
                         fft.time().begin() + static_cast<std::ptrdiff_t>(length));
  impulse.zero = SampleCount{static_cast<std::int64_t>(lead)};
  const auto top = std::max_element(impulse.samples.begin(), impulse.samples.end(),
                                    [](double a, double b) { return std::abs(a) < std::abs(b); });
  impulse.peak = SampleCount{top - impulse.samples.begin()};
  impulse.peak_value = *top;
  return impulse;
}

}  // namespace ampsweep::analysis
