// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sweep_distortion.hpp"

#include <cmath>
#include <limits>

#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kNoDistortion = std::numeric_limits<double>::quiet_NaN();
constexpr double kDbPerNeper = 8.685889638065036;

/// Sums over the harmonics of one excitation frequency; powers re the stimulus.
struct HarmonicSum {
  double power{0.0};
  double limit_power{0.0};
  double variance{0.0};  ///< Of `power`, from each order's noise.
  bool noise_known{true};
};

bool is_in_range(const ResponsePoint& point) {
  return !std::isnan(point.level_db) || std::isfinite(point.limit_db);
}

void add_order(const HarmonicResponse& order, std::size_t at, HarmonicSum& sum,
               DistortionPoint& result) {
  const ResponsePoint& point = order.points[at];
  if (!is_in_range(point)) return;
  result.orders_in_range = order.order;
  const bool known = std::isfinite(point.limit_db);
  sum.noise_known = sum.noise_known && known;
  const double limit = known ? ratio(Decibels{point.limit_db}) : 0.0;
  sum.limit_power += limit * limit;
  const bool invalid = !known && packet_validity(order.edge_db) == PacketValidity::Invalid;
  if (std::isnan(point.level_db) || invalid) {
    result.below_limit.push_back(order.order);
    return;
  }
  const double level = ratio(Decibels{point.level_db});
  // The limit is twice the rms of a complex error, of which half the power is along the level.
  const double sigma = 0.5 * limit / std::sqrt(2.0);
  sum.power += level * level;
  sum.variance += 4.0 * level * level * sigma * sigma;
  result.orders.push_back(order.order);
}

DistortionPoint distortion_at(const SweepResponse& response, std::size_t at) {
  DistortionPoint result{response.orders.front().points[at].hz,
                         kNoDistortion,
                         kNoDistortion,
                         kNoDistortion,
                         kNoDistortion,
                         -std::numeric_limits<double>::infinity(),
                         {},
                         {},
                         1};
  HarmonicSum sum;
  for (std::size_t n = 1; n < response.orders.size(); ++n) {
    add_order(response.orders[n], at, sum, result);
  }
  const double fundamental_db = response.orders.front().points[at].level_db;
  if (std::isnan(fundamental_db) || result.orders_in_range < 2) return result;
  const double fundamental = ratio(Decibels{fundamental_db});
  if (sum.noise_known) {
    result.limit_db = 20.0 * std::log10(std::sqrt(sum.limit_power) / fundamental);
  }
  if (result.orders.empty()) return result;
  const double thd = std::sqrt(sum.power) / fundamental;
  result.thd_f_db = 20.0 * std::log10(thd);
  result.thd_f_percent = 100.0 * thd;
  result.thd_r_percent = 100.0 * thd / std::sqrt(1.0 + thd * thd);
  if (sum.noise_known) result.sigma_db = 0.5 * kDbPerNeper * std::sqrt(sum.variance) / sum.power;
  return result;
}

}  // namespace

std::vector<DistortionPoint> sweep_distortion(const SweepResponse& response) {
  std::vector<DistortionPoint> points;
  if (response.orders.empty()) return points;
  for (std::size_t i = 0; i < response.orders.front().points.size(); ++i) {
    points.push_back(distortion_at(response, i));
  }
  return points;
}

}  // namespace ampsweep::analysis
