// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>

#include "rig/gui/measure/measure_traces.hpp"
#include "rig/measure/noise_text.hpp"

namespace ampsweep::rig::gui {
namespace {

using analysis::NoiseFigures;
using analysis::NoiseLevel;

MeasurePart noise_part(const std::string& what, const std::string& when, TraceKind kind,
                       std::string group) {
  return {what + ", " + when,
          std::move(group),
          kind,
          frequency_axis(),
          {"level", Unit::DbFsRms, Scale::Linear, std::nullopt},
          nullptr,
          ""};
}

std::string level(const NoiseLevel& noise) {
  return with_sigma(noise.level.value(), noise.sigma.value(), "dBFS rms");
}

std::string hum_text(const analysis::Hum& hum) {
  if (hum.lines.empty()) return fmt::format("none above {:.1f} dBFS rms", hum.limit.value());
  return fmt::format("{:.2f} dBFS rms +- {:.2g} at {:.3f} Hz and its multiples", hum.total.value(),
                     hum.total_sigma.value(), hum.line.value());
}

std::vector<NamedFigure> figures_of(const NoiseFigures& noise, const BenchVolts& volts) {
  std::vector<NamedFigure> figures{
      {"unweighted", level(noise.with_hum.unweighted)},
      {"A-weighted", level(noise.with_hum.a)},
      {"ITU-R 468 curve, rms", level(noise.with_hum.itu_468_rms)},
      {"CCIR-RMS", level(noise.with_hum.ccir_rms)},
      {"unweighted, hum left out", level(noise.without_hum.unweighted)},
      {"A-weighted, hum left out", level(noise.without_hum.a)},
      {"hum", hum_text(noise.hum)},
      {"loudest 0.1 s over the median", fmt::format("{:.2f} dB", noise.loudest_block.value())},
      {"peak", fmt::format("{:.2f} dBFS peak", noise.peak.value())},
      {"DC", fmt::format("{:.3g} of full scale", noise.dc)}};
  if (const auto heard = volts.heard()) {
    figures.push_back({"in millivolts", millivolts_text(noise, *heard)});
  }
  return figures;
}

void add_idle(const std::string& when, const analysis::Measured<NoiseFigures>& idle,
              const BenchVolts& volts, std::vector<MeasurePart>& parts) {
  MeasurePart bands =
      noise_part("third octaves", when, TraceKind::MarkedLine, "third octaves of both idles");
  if (!idle) {
    bands.refused = idle.error().detail;
    parts.push_back(std::move(bands));
    return;
  }
  MeasurePart without = noise_part("third octaves without hum", when, TraceKind::MarkedLine, "");
  Points with_hum;
  Points without_hum;
  for (const auto& band : idle->third_octaves) {
    with_hum.add(band.centre.value(), band.with_hum.level.value());
    without_hum.add(band.centre.value(), band.without_hum.level.value());
  }
  bands.data = with_hum.data();
  without.data = without_hum.data();
  bands.figures = without.figures = figures_of(*idle, volts);
  parts.push_back(std::move(bands));
  parts.push_back(std::move(without));

  MeasurePart spectrum = noise_part("spectrum, 1 Hz", when, TraceKind::Line, "");
  Points bins;
  const double step = idle->spectrum.step.value();
  for (std::size_t k = 1; k < idle->spectrum.density.size(); ++k) {
    const double hz = static_cast<double>(k) * step;
    if (hz < idle->from.value() || hz > idle->to.value()) continue;
    bins.add(hz, 10.0 * std::log10(idle->spectrum.density[k]));
  }
  spectrum.data = bins.data();
  spectrum.figures = {
      {"reads", "dBFS rms of 1 Hz: the density; a line reads its level less 1.8 dB"}};
  parts.push_back(std::move(spectrum));

  MeasurePart hum = noise_part("hum lines", when, TraceKind::Bars, "");
  if (idle->hum.lines.empty()) {
    hum.refused = "no hum: " + hum_text(idle->hum);
  } else {
    Points lines;
    for (const auto& line : idle->hum.lines) {
      lines.add(line.frequency.value(), line.level.value(), line.limit.value());
    }
    hum.x.scale = Scale::Linear;
    hum.data = lines.data();
    hum.figures = {{"hum", hum_text(idle->hum)}};
  }
  parts.push_back(std::move(hum));
}

/// What changed between the two idles, with the first part, where it is looked for.
void add_change(const TakeMeasurement& measured, std::vector<MeasurePart>& parts) {
  if (!measured.noise_change) return;
  const auto& change = *measured.noise_change;
  parts.front().figures.push_back(
      {"after - before",
       fmt::format(
           "{} unweighted, {} A{}",
           with_sigma(change.unweighted.change.value(), change.unweighted.sigma.value(), "dB"),
           with_sigma(change.a.change.value(), change.a.sigma.value(), "dB"),
           change.significant ? ": THE NOISE CHANGED during the measurement" : "")});
}

}  // namespace

std::vector<MeasurePart> noise_parts(const TakeMeasurement& measured, const BenchVolts& volts) {
  std::vector<MeasurePart> parts;
  add_idle("before", measured.idle_before, volts, parts);
  add_idle("after", measured.idle_after, volts, parts);
  add_change(measured, parts);
  return parts;
}

}  // namespace ampsweep::rig::gui
