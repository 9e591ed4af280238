// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/warm_up_output.hpp"

#include <fmt/format.h>

#include <cmath>
#include <ostream>
#include <string>

#include "rig/measure/level_cells.hpp"

namespace ampsweep::rig {
namespace {

using analysis::Drift;
using analysis::Measured;
using analysis::WarmUp;

constexpr const char* kMethod =
    "synchronized sweep of each reference take; Theil-Sen line through the last window";

Json drift_json(const Drift& drift, const char* unit) {
  const std::string per_minute = std::string{unit} + "_per_min";
  return {{per_minute, number_or_null(drift.per_min)},
          {"sigma_" + per_minute, number_or_null(drift.sigma_per_min)},
          {"limit_" + per_minute, drift.limit_per_min},
          {"within", drift.within}};
}

void print_drift(std::ostream& out, const char* name, const char* unit, const Drift& drift,
                 int decimals) {
  if (!std::isfinite(drift.per_min)) {
    out << fmt::format("  {:<6} not known: too few readings above their limit\n", name);
    return;
  }
  out << fmt::format("  {:<6} {} {} a minute +- {} (limit {:.2g}): {}\n", name,
                     cell(drift.per_min, 0, decimals), unit, cell(drift.sigma_per_min, 0, decimals),
                     drift.limit_per_min, drift.within ? "steady" : "NOT STEADY");
}

/// What to ask for when the takes stand too far apart for the usual window.
std::string wider_window(const ReferenceSeries& series) {
  if (series.readings.size() < analysis::kFewestReadings) return "";
  const auto& earliest = series.readings[series.readings.size() - analysis::kFewestReadings];
  const double span_min = (series.readings.back().at - earliest.at).value() / 60.0;
  return fmt::format("; --window-min {:.0f} takes in the last four", std::ceil(span_min));
}

}  // namespace

Json warm_up_json(const ReferenceSeries& series, const Measured<WarmUp>& verdict) {
  Json json{{"schema", "ampsweep-warm-up-1"}, {"method", kMethod}, {"hz", series.at.value()}};
  json["setting"] = Json::object();
  for (const auto& [knob, value] : series.setting) json["setting"][knob] = value;
  json["curve"] = Json::array();
  for (std::size_t i = 0; i < series.readings.size(); ++i) {
    const auto& reading = series.readings[i];
    json["curve"].push_back({{"take", series.takes[i]},
                             {"at_s", reading.at.value()},
                             {"gain_db", number_or_null(reading.gain_db)},
                             {"thd_f_db", number_or_null(reading.thd_db)},
                             {"delay_samples", number_or_null(reading.delay_samples)}});
  }
  if (!verdict) {
    json["refused"] = verdict.error().detail;
    return json;
  }
  json["gain"] = drift_json(verdict->gain, "db");
  json["thd"] = drift_json(verdict->thd, "db");
  json["delay"] = drift_json(verdict->delay, "samples");
  json["stable"] = verdict->stable;
  json["stable_from_s"] =
      verdict->stable_from ? Json(verdict->stable_from->value()) : Json(nullptr);
  return json;
}

void print_warm_up(std::ostream& out, const ReferenceSeries& series,
                   const Measured<WarmUp>& verdict) {
  out << fmt::format("warm-up at {:g} Hz, {} takes at the reference setting; re the last one\n",
                     series.at.value(), series.readings.size());
  out << "    take  minutes   gain dB   THD_F dB   delay samples\n";
  for (std::size_t i = 0; i < series.readings.size(); ++i) {
    const auto& reading = series.readings[i];
    const auto& last = series.readings.back();
    out << fmt::format("  {:>6} {:>8.2f}", series.takes[i], reading.at.value() / 60.0)
        << cell(reading.gain_db - last.gain_db, 10, 4) << cell(reading.thd_db - last.thd_db, 11, 3)
        << cell(reading.delay_samples - last.delay_samples, 16, 4) << '\n';
  }
  if (!verdict) {
    out << "  no verdict: " << verdict.error().detail << wider_window(series) << '\n';
    return;
  }
  print_drift(out, "gain", "dB", verdict->gain, 4);
  print_drift(out, "THD", "dB", verdict->thd, 3);
  print_drift(out, "delay", "samples", verdict->delay, 4);
  if (verdict->stable) {
    out << fmt::format("  the amp is warm: steady since minute {:.1f}\n",
                       verdict->stable_from->value() / 60.0);
  } else {
    out << "  the amp is NOT shown to be steady yet: play on, or wait\n";
  }
}

}  // namespace ampsweep::rig
