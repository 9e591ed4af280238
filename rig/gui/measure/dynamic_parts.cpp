// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <complex>

#include "analysis/warm_up.hpp"
#include "rig/gui/measure/measure_traces.hpp"

namespace ampsweep::rig::gui {
namespace {

using analysis::BurstPoint;
using analysis::BurstResponse;
using analysis::Settling;

MeasurePart time_part(std::string which, std::string label, Unit unit) {
  return {std::move(which),
          "",
          TraceKind::Line,
          {"time", Unit::Seconds, Scale::Linear, std::nullopt},
          {std::move(label), unit, Scale::Linear, std::nullopt},
          nullptr,
          ""};
}

std::string settling_text(const Settling& settling, const char* none) {
  if (!settling.resolved) return none;
  return fmt::format("{:+.2f} dB +- {:.2g}, tau {:.3g} s, 90 % after {:.3g} s", settling.change,
                     settling.change_sigma, settling.tau_s, settling.t90_s);
}

std::string quiet_text(const analysis::QuietReading& reading) {
  return fmt::format("gain {}, H2 {}", with_sigma(reading.gain_db, reading.gain_sigma_db, "dB"),
                     std::isfinite(reading.h2_dbc)
                         ? fmt::format("{:.1f} dBc", reading.h2_dbc)
                         : fmt::format("< {:.1f} dBc", reading.h2_limit_dbc));
}

std::vector<NamedFigure> figures_of(const BurstResponse& burst) {
  std::vector<NamedFigure> figures{
      {"levels", fmt::format("{:.1f} dBFS peak, in the burst {:.1f}", burst.pilot_level.value(),
                             burst.burst_level.value())},
      {"gain moves in the burst", settling_text(burst.attack, "no movement could be told")},
      {"gain recovers after it", settling_text(burst.release, "no movement could be told")},
      {"quiet tone before", quiet_text(burst.before)},
      {"quiet tone just after", quiet_text(burst.after)},
      {"quiet tone at rest", quiet_text(burst.at_rest)}};
  if (burst.dc_release.resolved) {
    figures.push_back(
        {"DC recovers after it", fmt::format("{:+.3g} of full scale, tau {:.3g} s",
                                             burst.dc_release.change, burst.dc_release.tau_s)});
  }
  return figures;
}

template <class Figure>
MeasurePart envelope_part(const BurstResponse& burst, std::string which, std::string label,
                          Unit unit, Figure figure) {
  MeasurePart part = time_part(std::move(which), std::move(label), unit);
  Points points;
  for (const BurstPoint& point : burst.envelope) points.add(point.time_s, figure(point));
  part.data = points.data();
  part.figures = figures_of(burst);
  return part;
}

void add_burst(const BurstResult& result, std::vector<MeasurePart>& parts) {
  const std::string at = fmt::format(", {:.0f} Hz", result.spec.frequency.value());
  if (!result.figures) {
    parts.push_back(time_part("gain" + at, "gain", Unit::Decibels));
    parts.back().refused = result.figures.error().detail;
    return;
  }
  const BurstResponse& burst = *result.figures;
  parts.push_back(envelope_part(burst, "gain" + at, "gain", Unit::Decibels,
                                [](const BurstPoint& point) { return point.gain_db; }));
  for (std::size_t i = 0; i < 2; ++i) {
    parts.push_back(envelope_part(burst, fmt::format("H{}", i + 2) + at, "re fundamental",
                                  Unit::Dbc, [i](const BurstPoint& point) {
                                    return i < point.harmonics_dbc.size() ? point.harmonics_dbc[i]
                                                                          : std::nan("");
                                  }));
  }
  parts.push_back(envelope_part(burst, "DC" + at, "DC, of full scale", Unit::None,
                                [](const BurstPoint& point) { return point.dc; }));
}

}  // namespace

std::vector<MeasurePart> burst_parts(const TakeMeasurement& measured) {
  std::vector<MeasurePart> parts;
  for (const BurstResult& burst : measured.bursts) add_burst(burst, parts);
  return parts;
}

std::vector<MeasurePart> warm_up_parts(const ReferenceSeries* series) {
  if (series == nullptr) return {};
  MeasurePart gain = time_part("gain at 1 kHz", "gain", Unit::Decibels);
  MeasurePart thd = time_part("THD_F at 1 kHz", "THD_F", Unit::Decibels);
  MeasurePart delay = time_part("delay", "delay re first take", Unit::Samples);
  Points gains;
  Points thds;
  Points delays;
  for (const auto& reading : series->readings) {
    gains.add(reading.at.value(), reading.gain_db);
    thds.add(reading.at.value(), reading.thd_db);
    delays.add(reading.at.value(), reading.delay_samples);
  }
  gain.data = gains.data();
  thd.data = thds.data();
  delay.data = delays.data();
  std::vector<NamedFigure> figures;
  if (const auto warm = analysis::warm_up(series->readings)) {
    const auto drift = [](const analysis::Drift& d, const char* unit) {
      return fmt::format("{:+.3g} {} a minute +- {:.2g}, {} {:.2g}", d.per_min, unit,
                         d.sigma_per_min, d.within ? "within" : "NOT within", d.limit_per_min);
    };
    figures = {
        {"gain", drift(warm->gain, "dB")},
        {"THD", drift(warm->thd, "dB")},
        {"delay", drift(warm->delay, "samples")},
        {"verdict", warm->stable ? "stable: the amp is warm" : "not shown to be stable yet"}};
  } else {
    figures = {{"verdict", "none: " + warm.error().detail}};
  }
  for (MeasurePart* part : {&gain, &thd, &delay}) {
    part->kind = TraceKind::MarkedLine;
    part->figures = figures;
  }
  return {gain, thd, delay};
}

}  // namespace ampsweep::rig::gui
