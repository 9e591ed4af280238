// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sweep_response.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kLimitOverNoise = 2.0;
constexpr double kReliableEdge = -40.0;
constexpr double kInvalidEdge = -12.0;

tl::unexpected<Refusal> refuse_response() {
  return tl::unexpected(
      Refusal{Refusal::Reason::BadParameter, "the sweep, its place or the orders are unusable"});
}

bool usable_options(const SweepOptions& options) {
  if (options.orders < 1 || options.orders > kMostSweepOrders - kGhostOrders) return false;
  return std::all_of(options.excitation_hz.begin(), options.excitation_hz.end(),
                     [](double hz) { return std::isfinite(hz) && hz > 0.0; });
}

std::vector<double> sweep_third_octaves(const SweepPackets& packets) {
  std::vector<double> hz;
  for (int third = -30; third <= 20; ++third) {
    const double centre = 1000.0 * std::exp2(third / 3.0);
    if (packets.in_range(1, centre)) hz.push_back(centre);
  }
  return hz;
}

ResponsePoint response_point_at(const SweepPackets& packets, const HarmonicPacket& packet,
                                int order, double excitation_hz) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const double none = -std::numeric_limits<double>::infinity();
  ResponsePoint point{order * excitation_hz, kNan, kNan, none};
  if (!packets.in_range(order, excitation_hz)) return point;
  if (packets.noise) {
    point.limit_db = 20.0 * std::log10(kLimitOverNoise * packets.noise_response(packet, point.hz));
  }
  const std::complex<double> response = packets.response(packet, order, point.hz);
  const double level = 20.0 * std::log10(std::abs(response));
  if (level < point.limit_db) return point;
  point.level_db = level;
  point.phase_deg = std::arg(response) * 180.0 / std::numbers::pi;
  return point;
}

/// `linear`: the linear response at each excitation frequency, NaN where it is unknown.
double ghost_level(const SweepPackets& packets, int orders, std::span<const double> excitation_hz,
                   std::span<const ResponsePoint> linear) {
  double strongest = 0.0;
  for (int order = orders + 1; order <= orders + kGhostOrders; ++order) {
    const HarmonicPacket packet = packets.packet(order);
    for (std::size_t i = 0; i < excitation_hz.size(); ++i) {
      const double hz = excitation_hz[i];
      if (!packets.in_range(order, hz) || std::isnan(linear[i].level_db)) continue;
      const double level = std::abs(packets.response(packet, order, order * hz));
      strongest = std::max(strongest, level / ratio(Decibels{linear[i].level_db}));
    }
  }
  return 20.0 * std::log10(strongest);
}

}  // namespace

PacketValidity packet_validity(double edge_db) {
  if (edge_db < kReliableEdge) return PacketValidity::Reliable;
  return edge_db <= kInvalidEdge ? PacketValidity::Marginal : PacketValidity::Invalid;
}

Measured<SweepResponse> sweep_response(const signals::SweepSpec& sweep,
                                       std::span<const float> recording, SampleRate rate,
                                       double delay_samples, const SweepOptions& options) {
  if (!is_playable(sweep, rate) || !usable_options(options)) return refuse_response();
  const auto packets = separate_orders(shape_of(sweep, rate), recording, rate, delay_samples,
                                       options.orders + kGhostOrders);
  if (!packets) return tl::unexpected(packets.error());
  return sweep_response(*packets, options);
}

Measured<SweepResponse> sweep_response(const SweepPackets& packets, const SweepOptions& options) {
  if (!usable_options(options) || packets.orders < options.orders + kGhostOrders)
    return refuse_response();
  const std::vector<double> excitation =
      options.excitation_hz.empty() ? sweep_third_octaves(packets) : options.excitation_hz;
  SweepResponse result;
  for (int order = 1; order <= options.orders; ++order) {
    const HarmonicPacket packet = packets.packet(order);
    HarmonicResponse response{order, {}, packet.edge_db()};
    for (const double hz : excitation) {
      response.points.push_back(response_point_at(packets, packet, order, hz));
    }
    result.orders.push_back(std::move(response));
  }
  result.ghost_dbc = ghost_level(packets, options.orders, excitation, result.orders.front().points);
  return result;
}

}  // namespace ampsweep::analysis
