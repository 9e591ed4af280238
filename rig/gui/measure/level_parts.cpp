// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "rig/gui/measure/measure_traces.hpp"
#include "rig/measure/level_cells.hpp"
#include "rig/measure/power_figures.hpp"
#include "rig/measure/power_output.hpp"

namespace ampsweep::rig::gui {
namespace {

using analysis::LevelCurve;
using analysis::LevelStep;

MeasurePart level_part(const std::string& what, const LevelCurve& curve, std::string label,
                       Unit unit) {
  return {fmt::format("{}, {:.0f} Hz", what, curve.frequency.value()),
          "",
          TraceKind::MarkedLine,
          {"input", Unit::DbFsPeak, Scale::Linear, std::nullopt},
          {std::move(label), unit, Scale::Linear, std::nullopt},
          nullptr,
          ""};
}

std::vector<MeasurePart> refused(const char* which, const analysis::Refusal& why) {
  MeasurePart part;
  part.which = which;
  part.refused = why.detail;
  return {part};
}

std::string knee_text(const std::optional<analysis::CompressionPoint>& point,
                      const BenchVolts& volts) {
  if (!point) return "not reached: play louder";
  return "input " + level_text(DbFsPeak{point->input_db}, volts.amp_input) +
         fmt::format(" +- {:.2g} dB", point->sigma_db);
}

/// The lines that `ampsweep measure` prints, as figures: "1 % THD", "12.3 W (...)".
void add_power(const LevelCurve& curve, const BenchVolts& volts,
               std::vector<NamedFigure>& figures) {
  const auto power = power_figures(curve, volts);
  if (!power) {
    figures.push_back({"power", "not known: the rig's [levels] and [load] do not say the volts"});
    return;
  }
  if (!power->at_thd) {
    figures.push_back({"power", "not measured: " + power->at_thd.error().detail});
    return;
  }
  std::ostringstream printed;
  print_power(printed, *power, volts);
  std::istringstream lines{printed.str()};
  constexpr std::size_t kNameWidth = 20;
  for (std::string line; std::getline(lines, line);) {
    const std::string name = line.substr(2, kNameWidth - 1);
    const std::string text = line.substr(std::min(line.size(), kNameWidth + 1));
    const auto colon = text.find(": ");
    const bool at_thd = colon != std::string::npos && text.find(" % THD") < colon;
    figures.push_back(at_thd
                          ? NamedFigure{"power at " + text.substr(0, colon), text.substr(colon + 2)}
                          : NamedFigure{"sensitivity " + name, text});
  }
}

std::vector<NamedFigure> figures_of(const LevelCurve& curve, const BenchVolts& volts) {
  std::vector<NamedFigure> figures{
      {"small-signal gain",
       with_sigma(curve.small_signal_gain_db, curve.small_signal_sigma_db, "dB") +
           (curve.small_signal_flat ? "" : ", still changing at the lowest level")},
      {"1 dB compression", knee_text(curve.at_1db, volts)},
      {"3 dB compression", knee_text(curve.at_3db, volts)}};
  const auto clipped = std::count_if(curve.up.begin(), curve.up.end(),
                                     [](const LevelStep& step) { return step.clipped; });
  if (clipped > 0) {
    figures.push_back({"recording", fmt::format("clips at {} steps, left out", clipped)});
  }
  add_power(curve, volts, figures);
  return figures;
}

template <class Figure>
std::shared_ptr<const TraceData> over_input(const LevelCurve& curve, Figure figure) {
  Points points;
  for (const LevelStep& step : curve.up) points.add(step.input.value(), figure(step));
  return points.data();
}

MeasurePart thd_part(const LevelCurve& curve, const std::string& group) {
  MeasurePart part = level_part("THD_F", curve, "re fundamental", Unit::Decibels);
  part.group = group;
  Points points;
  for (const LevelStep& step : curve.up) {
    points.add(step.input.value(), step.thd_f_db, step.thd_f_limit_db);
  }
  part.data = points.data();
  return part;
}

MeasurePart order_part(const LevelCurve& curve, int order, const std::string& group) {
  MeasurePart part = level_part(fmt::format("H{}", order), curve, "re fundamental", Unit::Decibels);
  part.group = group;
  Points points;
  for (const LevelStep& step : curve.up) {
    for (const auto& harmonic : step.harmonics) {
      if (harmonic.order != order) continue;
      points.add(step.input.value(), harmonic.level_dbc, harmonic.limit_dbc);
    }
  }
  part.data = points.data();
  return part;
}

}  // namespace

std::vector<MeasurePart> thd_level_parts(const TakeMeasurement& measured) {
  if (!measured.ladder) return {};
  if (!measured.ladder->figures) return refused("THD_F", measured.ladder->figures.error());
  std::vector<MeasurePart> parts;
  const auto& curves = measured.ladder->figures->curves;
  for (auto curve = curves.rbegin(); curve != curves.rend(); ++curve) {  // 1 kHz first
    const std::string group = fmt::format("all orders, {:.0f} Hz", curve->frequency.value());
    parts.push_back(thd_part(*curve, group));
    for (const int order : {2, 3, 4, 5}) parts.push_back(order_part(*curve, order, group));
  }
  return parts;
}

std::vector<MeasurePart> level_parts(const TakeMeasurement& measured, const BenchVolts& volts) {
  if (!measured.ladder) return {};
  if (!measured.ladder->figures) return refused("gain", measured.ladder->figures.error());
  std::vector<MeasurePart> parts;
  const auto& curves = measured.ladder->figures->curves;
  for (auto curve = curves.rbegin(); curve != curves.rend(); ++curve) {
    const auto figures = figures_of(*curve, volts);
    MeasurePart gain = level_part("gain", *curve, "gain", Unit::Decibels);
    gain.data = over_input(*curve, [](const LevelStep& step) { return step.gain_db; });
    gain.figures = figures;
    parts.push_back(std::move(gain));
    MeasurePart output = level_part("output", *curve, "output", Unit::DbFsPeak);
    output.data = over_input(*curve, [](const LevelStep& step) { return step.output.value(); });
    output.figures = figures;
    parts.push_back(std::move(output));
    MeasurePart back = level_part("gain down - up", *curve, "gain down - up", Unit::Decibels);
    Points points;
    for (std::size_t i = 0; i < curve->up.size() && i < curve->down_minus_up_db.size(); ++i) {
      points.add(curve->up[i].input.value(), curve->down_minus_up_db[i]);
    }
    back.data = points.data();
    parts.push_back(std::move(back));
  }
  return parts;
}

}  // namespace ampsweep::rig::gui
