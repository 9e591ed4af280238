// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/preflight_text.hpp"

#include <fmt/format.h>

#include <ostream>
#include <string>

#include "rig/cli/verdict_json.hpp"

namespace ampsweep::rig::cli {
namespace {

Json to_json(const ReturnForecast& forecast) {
  return {{"setting", forecast.setting},
          {"sent_dbfs_peak", forecast.sent.value()},
          {"at_most_dbfs_peak", forecast.at_most.value()},
          {"at_least_dbfs_peak", forecast.at_least.value()},
          {"noise_dbfs_peak", forecast.noise.value()},
          {"advice", advice(forecast)}};
}

Json to_json(const SilentEnd& end) {
  return {{"knob", end.knob},
          {"lowest", end.lowest},
          {"level_db", end.level_db},
          {"silent", end.silent},
          {"silent_up_to", end.silent_up_to ? Json(*end.silent_up_to) : Json(nullptr)},
          {"heard_from", end.heard_from ? Json(*end.heard_from) : Json(nullptr)},
          {"settings", end.settings},
          {"advice", avoid_text(end)}};
}

void print(std::ostream& out, const SilentEnd& end) {
  out << fmt::format("low end   {} = {:g}: {:.0f} dB re the reference setting\n", end.knob,
                     end.lowest, end.level_db);
  if (!end.silent) return;
  out << fmt::format(
      "warning   that is near-mute, and {} of the plan's takes lie there{}; keep out "
      "in [design]:\n          {}\n",
      end.settings,
      end.heard_from ? fmt::format(" (it sounds from {:.3g} on)", *end.heard_from) : "",
      avoid_text(end));
}

void print(std::ostream& out, const ReturnForecast& forecast) {
  out << fmt::format(
      "forecast  the plan's sound ({:.1f} dBFS peak sent) comes back between {:.1f} and {:.1f} "
      "dBFS "
      "peak\n          at the reference setting; the upper end were the amp linear\n",
      forecast.sent.value(), forecast.at_least.value(), forecast.at_most.value());
  if (const std::string what = advice(forecast); !what.empty()) out << "advice    " << what << '\n';
}

}  // namespace

Json preflight_json(const PreflightReport& report) {
  Json json{{"schema", "ampsweep-check-1"},
            {"ok", report.ok()},
            {"stream", report.stream},
            {"period_frames", report.period_frames}};
  json["inputs"] = Json::array();
  for (const InputReading& input : report.inputs) {
    json["inputs"].push_back({{"name", input.name},
                              {"peak_dbfs_peak", input.peak.value()},
                              {"noise_dbfs_rms", input.noise.value()}});
  }
  if (report.loopback) {
    json["loopback"] = {{"delay_samples", report.loopback->delay_samples},
                        {"delay_sigma_samples", report.loopback->delay_sigma_samples},
                        {"spread_samples", report.loopback->spread_samples},
                        {"drift_ppm", report.loopback->drift_ppm},
                        {"gain_db", report.loopback->gain_db},
                        {"ac_corner_hz", report.loopback->ac_corner_hz},
                        {"snr_db", report.loopback->snr_db}};
  }
  if (report.loopback_offset_samples) {
    json["loopback_offset_samples"] = *report.loopback_offset_samples;
  }
  json["polarity"] = report.polarity;
  json["return_forecast"] = report.forecast ? to_json(*report.forecast) : Json(nullptr);
  json["silent_ends"] = Json::array();
  for (const SilentEnd& end : report.silent_ends) json["silent_ends"].push_back(to_json(end));
  const Json verdict = verdict_json(report.verdict);
  json["gates"] = verdict.at("gates");
  json["faults"] = verdict.at("faults");
  return json;
}

void print_preflight(std::ostream& out, const PreflightReport& report) {
  out << "stream    " << report.stream << '\n';
  for (const InputReading& input : report.inputs) {
    out << fmt::format("input     {:<10} peak {:7.1f} dBFS peak, idle {:7.1f} dBFS rms\n",
                       input.name, input.peak.value(), input.noise.value());
  }
  if (report.loopback) {
    const LoopbackReading& loop = *report.loopback;
    out << fmt::format(
        "loopback  delay {:.4f} +- {:.4f} samples, spread {:.4f}, drift {:.4f} ppm,\n"
        "          gain {:.2f} dB, AC corner {:.2f} Hz, SNR {:.1f} dB\n",
        loop.delay_samples, loop.delay_sigma_samples, loop.spread_samples, loop.drift_ppm,
        loop.gain_db, loop.ac_corner_hz, loop.snr_db);
  } else {
    out << "loopback  none: one fixed delay will serve each stream epoch\n";
  }
  if (report.loopback_offset_samples) {
    out << fmt::format("offset    {:.4f} samples (amp path less loopback path)\n",
                       *report.loopback_offset_samples);
  }
  out << "polarity  "
      << (report.polarity > 0   ? "normal"
          : report.polarity < 0 ? "inverted"
                                : "unsure")
      << '\n';
  if (report.forecast) print(out, *report.forecast);
  for (const SilentEnd& end : report.silent_ends) print(out, end);
  for (const Gate& gate : report.verdict.gates) {
    out << fmt::format("{}  {:<22} {:.4g} (limit {:.4g}) {}\n", gate.passed ? "ok    " : "FAILED",
                       gate.name, gate.value, gate.limit, gate.unit);
  }
  for (const Fault& fault : report.verdict.faults) {
    out << "fault     " << to_string(fault.code) << ": " << fault.detail << '\n';
  }
  for (const Fault& fault : report.verdict.warnings) {
    out << "warning   " << to_string(fault.code) << ": " << fault.detail << '\n';
  }
}

}  // namespace ampsweep::rig::cli
