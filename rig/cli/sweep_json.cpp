// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "rig/cli/analyze_files.hpp"
#include "rig/cli/sweep_figures.hpp"
#include "rig/dataset/json.hpp"
#include "rig/measure/sweep_output.hpp"

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
  for (const auto& order : figures.response.orders)
    json["orders"].push_back(sweep_order_json(order));
  for (const auto& point : figures.distortion) json["thd"].push_back(sweep_distortion_json(point));
  if (figures.linear) json["linear"] = linear_response_json(*figures.linear);
  if (figures.model) json["hammerstein"] = model_json(*figures.model);
  for (const auto& written : figures.impulses) json["impulses"].push_back(impulse_json(written));
  return json;
}

}  // namespace ampsweep::rig::cli
