// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/sweep_output.hpp"

namespace ampsweep::rig {

const char* validity_name(analysis::PacketValidity validity) {
  switch (validity) {
    case analysis::PacketValidity::Reliable:
      return "reliable";
    case analysis::PacketValidity::Marginal:
      return "marginal";
    case analysis::PacketValidity::Invalid:
      return "invalid";
  }
  return "";
}

Json sweep_order_json(const analysis::HarmonicResponse& order) {
  Json entry{{"order", order.order}};
  for (const auto& point : order.points) {
    entry["hz"].push_back(point.hz);
    entry["level_db"].push_back(number_or_null(point.level_db));
    entry["phase_deg"].push_back(number_or_null(point.phase_deg));
    entry["limit_db"].push_back(number_or_null(point.limit_db));
  }
  entry["edge_db"] = number_or_null(order.edge_db);
  entry["validity"] = validity_name(analysis::packet_validity(order.edge_db));
  return entry;
}

Json sweep_distortion_json(const analysis::DistortionPoint& point) {
  return {{"excitation_hz", point.excitation_hz},
          {"thd_f_db", number_or_null(point.thd_f_db)},
          {"thd_f_percent", number_or_null(point.thd_f_percent)},
          {"thd_r_percent", number_or_null(point.thd_r_percent)},
          {"sigma_db", number_or_null(point.sigma_db)},
          {"limit_db", number_or_null(point.limit_db)},
          {"orders", point.orders},
          {"orders_below_limit", point.below_limit},
          {"highest_order_in_range", point.orders_in_range}};
}

Json linear_response_json(const analysis::LinearResponse& linear) {
  Json json{{"method", "numeric inverse of the recorded loopback"}};
  for (const auto& point : linear.points) {
    json["hz"].push_back(point.hz);
    json["level_db"].push_back(number_or_null(point.level_db));
    json["phase_deg"].push_back(number_or_null(point.phase_deg));
    json["group_delay_ms"].push_back(number_or_null(1e3 * point.group_delay_s));
    json["limit_db"].push_back(number_or_null(point.limit_db));
  }
  return json;
}

}  // namespace ampsweep::rig
