// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/burst_output.hpp"

#include <fmt/format.h>

#include <cmath>
#include <ostream>
#include <string>

#include "rig/measure/level_cells.hpp"

namespace ampsweep::rig {
namespace {

using analysis::QuietReading;
using analysis::Settling;

/// `unit` ends the keys of what is not a time: "db" or "full_scale".
Json settling_json(const Settling& settling, const std::string& unit) {
  return {{"resolved", settling.resolved},
          {"start_" + unit, number_or_null(settling.start)},
          {"end_" + unit, number_or_null(settling.end)},
          {"change_" + unit, number_or_null(settling.change)},
          {"change_sigma_" + unit, number_or_null(settling.change_sigma)},
          {"tau_s", number_or_null(settling.tau_s)},
          {"tau_sigma_s", number_or_null(settling.tau_sigma_s)},
          {"t63_s", number_or_null(settling.t63_s)},
          {"t90_s", number_or_null(settling.t90_s)},
          {"residual_ratio", number_or_null(settling.residual)}};
}

Json quiet_json(const QuietReading& quiet) {
  return {{"from_s", quiet.from_s},
          {"length_s", quiet.length_s},
          {"gain_db", number_or_null(quiet.gain_db)},
          {"gain_sigma_db", number_or_null(quiet.gain_sigma_db)},
          {"h2_dbc", number_or_null(quiet.h2_dbc)},
          {"h2_limit_dbc", number_or_null(quiet.h2_limit_dbc)},
          {"dc_full_scale", number_or_null(quiet.dc)},
          {"dc_sigma_full_scale", number_or_null(quiet.dc_sigma)}};
}

void print_settling(std::ostream& out, const char* name, const Settling& settling, const char* unit,
                    int decimals) {
  if (!settling.resolved) {
    out << fmt::format("{:<24}none resolved\n", name);
    return;
  }
  out << fmt::format(
      "{:<24}{:+.{}f} {} ({:.{}f} to {:.{}f}), tau {:.2f} ms +- {:.2f}, 63 % in {} ms, 90 % in {} "
      "ms; off the exponential by {:.1f} %\n",
      name, settling.change, decimals, unit, settling.start, decimals, settling.end, decimals,
      1e3 * settling.tau_s, 1e3 * settling.tau_sigma_s, cell(1e3 * settling.t63_s, 0, 1),
      cell(1e3 * settling.t90_s, 0, 1), 100.0 * settling.residual);
}

void print_quiet(std::ostream& out, const char* name, const QuietReading& quiet) {
  const std::string h2 = std::isfinite(quiet.h2_dbc) ? fmt::format("{:.2f}", quiet.h2_dbc)
                         : std::isfinite(quiet.h2_limit_dbc)
                             ? fmt::format("< {:.1f}", quiet.h2_limit_dbc)
                             : std::string("-");
  out << fmt::format("{:<24}{} .. {} s: gain {} dB +- {}, H2 {} dBc, DC {} FS\n", name,
                     cell(quiet.from_s, 0, 3), cell(quiet.from_s + quiet.length_s, 0, 3),
                     cell(quiet.gain_db, 0, 3), cell(quiet.gain_sigma_db, 0, 3), h2,
                     cell(quiet.dc, 0, 6));
}

}  // namespace

Json burst_json(const analysis::BurstResponse& response, const BenchVolts& volts) {
  Json json{{"method", "I/Q envelopes, boxcar of one period, exponential fits"},
            {"frequency_hz", response.frequency.value()}};
  set_level(json, "pilot", response.pilot_level, volts.amp_input);
  set_level(json, "burst", response.burst_level, volts.amp_input);
  json["attack"] = settling_json(response.attack, "db");
  json["release"] = settling_json(response.release, "db");
  json["dc_attack"] = settling_json(response.dc_attack, "full_scale");
  json["dc_release"] = settling_json(response.dc_release, "full_scale");
  json["before"] = quiet_json(response.before);
  json["after"] = quiet_json(response.after);
  json["at_rest"] = quiet_json(response.at_rest);
  return json;
}

Json burst_envelope_json(const analysis::BurstResponse& response) {
  Json json;
  for (const auto& point : response.envelope) {
    json["time_s"].push_back(point.time_s);
    json["gain_db"].push_back(number_or_null(point.gain_db));
    json["dc_full_scale"].push_back(number_or_null(point.dc));
    for (std::size_t k = 0; k < point.harmonics_dbc.size(); ++k) {
      json[fmt::format("h{}_dbc", k + 2)].push_back(number_or_null(point.harmonics_dbc[k]));
    }
  }
  return json;
}

void print_burst(std::ostream& out, const analysis::BurstResponse& response,
                 const analysis::Placement& place) {
  out << fmt::format(
      "tone burst {:.2f} Hz, pilot {:.1f}, burst {:.1f} dBFS peak: I/Q envelopes, one-period "
      "boxcar\ndelay {:.2f} samples, drift {:.3f} ppm (from the markers)\n\n",
      response.frequency.value(), response.pilot_level.value(), response.burst_level.value(),
      place.delay_samples, place.drift_ppm);
  print_settling(out, "gain in the burst", response.attack, "dB", 3);
  print_settling(out, "gain after it", response.release, "dB", 3);
  print_settling(out, "DC in the burst", response.dc_attack, "FS", 6);
  print_settling(out, "DC after it", response.dc_release, "FS", 6);
  out << "\nthe quiet tone (time from the burst's first sample)\n";
  print_quiet(out, "before the burst", response.before);
  print_quiet(out, "just after it", response.after);
  print_quiet(out, "at rest again", response.at_rest);
  out << fmt::format("recovery: gain {:+.3f} dB just after, {:+.3f} dB at rest, re before\n",
                     response.after.gain_db - response.before.gain_db,
                     response.at_rest.gain_db - response.before.gain_db);
}

}  // namespace ampsweep::rig
