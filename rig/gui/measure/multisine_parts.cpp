// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>

#include "rig/gui/measure/measure_traces.hpp"

namespace ampsweep::rig::gui {
namespace {

using analysis::BestLinear;
using analysis::LineKind;
using analysis::PowerFigure;

constexpr const char* kLines = "all lines";

MeasurePart line_part(const char* which, const char* group, const char* label, Unit unit,
                      TraceKind kind) {
  return {which,   group, kind, frequency_axis(), {label, unit, Scale::Linear, std::nullopt},
          nullptr, ""};
}

double db(double power) { return power > 0.0 ? 10.0 * std::log10(power) : std::nan(""); }

std::string share(const PowerFigure& figure, double output) {
  return fmt::format("{}{:.2f} dB of the output", figure.measured() ? "" : "< ",
                     db(std::max(figure.power, figure.limit) / output));
}

std::vector<NamedFigure> figures_of(const BestLinear& best) {
  const auto& split = best.split;
  std::vector<NamedFigure> figures{
      {"input", fmt::format("{:.2f} dBFS rms", best.input_level.value())},
      {"output", fmt::format("{:.2f} dBFS rms, peak {:.2f} dBFS", best.output_level.value(),
                             best.output_peak.value())},
      {"linear", fmt::format("{:.2f} dB of the output", db(split.linear / split.output))},
      {"even distortion", share(split.even, split.output)},
      {"odd distortion", share(split.odd, split.output)},
      {"noise", fmt::format("{:.2f} dB of the output", db(split.noise_esr()))},
      {"best linear fit leaves",
       fmt::format("{:.2f} dB (ESR {:.4g})", db(split.residual_esr()), split.residual_esr())}};
  if (!best.settled) {
    figures.push_back({"note", "the amp had not settled: noise counts the settling"});
  }
  return figures;
}

MeasurePart silent_part(const BestLinear& best, const char* which, LineKind kind) {
  MeasurePart part = line_part(which, kLines, "level a line", Unit::DbFsRms, TraceKind::Scatter);
  Points points;
  // Noise alone leaves in the mean of P periods noise / P with as large a scatter; M realizations
  // lessen it by their root.
  const double sigma = 1.0 / (best.periods * std::sqrt(static_cast<double>(best.realizations)));
  for (const auto& line : best.silent) {
    if (line.kind != kind) continue;
    points.add(line.hz, db(line.power), db(3.0 * sigma * line.noise_power));
  }
  part.data = points.data();
  return part;
}

}  // namespace

std::vector<MeasurePart> multisine_parts(const TakeMeasurement& measured) {
  if (!measured.multisine) return {};
  MeasurePart linear =
      line_part("linear", kLines, "level a line", Unit::DbFsRms, TraceKind::Scatter);
  if (!measured.multisine->figures) {
    linear.refused = measured.multisine->figures.error().detail;
    return {linear};
  }
  const BestLinear& best = *measured.multisine->figures;
  MeasurePart gain = line_part("gain", "", "best linear gain", Unit::Decibels, TraceKind::Line);
  MeasurePart noise = line_part("noise", kLines, "level a line", Unit::DbFsRms, TraceKind::Scatter);
  MeasurePart sndr =
      line_part("SNDR", "", "linear over odd and noise", Unit::Decibels, TraceKind::Scatter);
  Points linears;
  Points gains;
  Points noises;
  Points sndrs;
  for (const auto& line : best.excited) {
    linears.add(line.hz, db(std::norm(line.gain) * line.input_power));
    gains.add(line.hz, db(std::norm(line.gain)));
    noises.add(line.hz, db(line.noise_power));
    sndrs.add(line.hz, line.sndr_db);
  }
  linear.data = linears.data();
  gain.data = gains.data();
  noise.data = noises.data();
  sndr.data = sndrs.data();
  std::vector<MeasurePart> parts{std::move(linear),
                                 silent_part(best, "even", LineKind::Even),
                                 silent_part(best, "odd", LineKind::Odd),
                                 std::move(noise),
                                 std::move(gain),
                                 std::move(sndr)};
  for (MeasurePart& part : parts) part.figures = figures_of(best);
  return parts;
}

}  // namespace ampsweep::rig::gui
