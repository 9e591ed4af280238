// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "rig/cli/analyze_files.hpp"
#include "rig/cli/sweep_figures.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig::cli {
namespace {

Json stimulus_json(const SweepFigures& figures) {
  const analysis::SweepShape& shape = figures.stimulus.shape;
  return {{"synchronized", shape.synchronized()},
          {"from_hz", shape.law.from.value()},
          {"to_hz", shape.to(figures.rate).value()},
          {"length_s", seconds(shape.length, figures.rate).value()},
          {"growth_s", shape.law.growth.value()},
          {"start_sample", figures.stimulus.start.value()},
          {"start_phase_deg", 360.0 * shape.phase_cycles},
          {"level_dbfs_peak", 20.0 * std::log10(shape.amplitude)},
          {"residual_db", number_or_null(figures.stimulus.residual_db)}};
}

Json order_json(const analysis::HarmonicResponse& order) {
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

Json distortion_json(const analysis::DistortionPoint& point) {
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

Json linear_json(const analysis::LinearResponse& linear) {
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

Json model_json(const SweepModel& found) {
  Json json{{"method", "diagonal Volterra kernels from higher harmonic responses"},
                 {"powers", found.model.kernels.size()},
                 {"drive_dbfs_peak", 20.0 * std::log10(found.model.drive)},
                 {"condition_number", found.model.condition},
                 {"esr_on_sweep", number_or_null(found.esr_on_sweep)},
                 {"esr_from_hz", found.from.value()},
                 {"esr_to_hz", found.to.value()},
                 {"kernels", Json::array()}};
  for (const auto& kernel : found.model.kernels) {
    Json entry{{"power", kernel.power}};
    for (const auto& point : kernel.points) {
      entry["hz"].push_back(point.hz);
      entry["level_db"].push_back(number_or_null(point.level_db));
      entry["phase_deg"].push_back(number_or_null(point.phase_deg));
      entry["limit_db"].push_back(number_or_null(point.limit_db));
    }
    json["kernels"].push_back(std::move(entry));
  }
  return json;
}

Json impulse_json(const ImpulseFile& written) {
  return {{"file", written.file},
          {"what", written.what},
          {"zero_sample", written.impulse.zero.value()},
          {"peak_sample", written.impulse.peak.value()},
          {"peak_value", written.impulse.peak_value},
          {"from_hz", written.impulse.from.value()},
          {"to_hz", written.impulse.to.value()}};
}

}  // namespace

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

nlohmann::ordered_json to_json(const SweepFigures& figures) {
  Json json{{"schema", "ampsweep-sweep-1"},
                 {"method", "exponential sweep, analytic inverse, windowed orders"},
                 {"sample_rate_hz", figures.rate.value()},
                 {"stimulus", stimulus_json(figures)},
                 {"delay_samples", figures.delay.delay_samples},
                 {"delay_sigma_samples", figures.delay.delay_sigma_samples},
                 {"delay_from", figures.delay_from},
                 {"polarity", figures.delay.polarity},
                 {"orders", Json::array()},
                 {"ghost_dbc", number_or_null(figures.response.ghost_dbc)},
                 {"thd", Json::array()}};
  for (const auto& order : figures.response.orders) json["orders"].push_back(order_json(order));
  for (const auto& point : figures.distortion) json["thd"].push_back(distortion_json(point));
  if (figures.linear) json["linear"] = linear_json(*figures.linear);
  if (figures.model) json["hammerstein"] = model_json(*figures.model);
  for (const auto& written : figures.impulses) json["impulses"].push_back(impulse_json(written));
  return json;
}

}  // namespace ampsweep::rig::cli
