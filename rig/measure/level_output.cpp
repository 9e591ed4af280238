// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/level_output.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <ostream>
#include <string>

#include "rig/measure/level_cells.hpp"
#include "rig/measure/power_output.hpp"
#include "signals/calibration.hpp"

namespace ampsweep::rig {
namespace {

using analysis::LevelCurve;
using analysis::LevelStep;

Json volts_json(const std::optional<Volts>& volts) {
  return volts ? Json(volts->value()) : Json(nullptr);
}

Json ladder_power_json(const LevelCurve& curve, const BenchVolts& volts) {
  const auto power = power_figures(curve, volts);
  return power ? power_json(*power, volts) : Json(nullptr);
}

Json step_json(const LevelStep& step, const char* leg, const BenchVolts& volts) {
  Json json{{"leg", leg}};
  set_level(json, "input", step.input, volts.amp_input);
  set_level(json, "output", step.output, volts.at_return);
  json["gain_db"] = number_or_null(step.gain_db);
  json["gain_sigma_db"] = number_or_null(step.gain_sigma_db);
  json["compression_db"] = number_or_null(step.compression_db);
  json["harmonics"] = Json::array();
  for (const auto& harmonic : step.harmonics) {
    json["harmonics"].push_back({{"order", harmonic.order},
                                 {"level_dbc", number_or_null(harmonic.level_dbc)},
                                 {"limit_dbc", number_or_null(harmonic.limit_dbc)},
                                 {"measured", harmonic.measured}});
  }
  json["thd_f_db"] = number_or_null(step.thd_f_db);
  json["thd_f_percent"] = number_or_null(100.0 * std::pow(10.0, step.thd_f_db / 20.0));
  json["thd_f_limit_db"] = number_or_null(step.thd_f_limit_db);
  json["dc_full_scale"] = number_or_null(step.dc);
  json["dc_sigma_full_scale"] = number_or_null(step.dc_sigma);
  json["residual_dbfs_rms"] = number_or_null(step.residual_dbfs_rms);
  json["clipped"] = step.clipped;
  return json;
}

Json point_json(const LevelCurve& curve, const std::optional<analysis::CompressionPoint>& point,
                double by_db, const BenchVolts& volts) {
  if (!point) return nullptr;
  Json json;
  const DbFsPeak input{point->input_db};
  set_level(json, "input", input, volts.amp_input);
  set_level(json, "output", input + Decibels{curve.small_signal_gain_db - by_db}, volts.at_return);
  json["sigma_db"] = number_or_null(point->sigma_db);
  return json;
}

Json loop_json(const std::optional<analysis::StaticCurve>& loop, Hertz frequency) {
  if (!loop) return nullptr;
  Json json{{"input_dbfs_peak", loop->input.value()},
            {"hysteresis", loop->hysteresis},
            {"hysteresis_limit", loop->hysteresis_limit},
            {"hysteresis_uncoupled", loop->hysteresis_uncoupled},
            {"coupling_corner_hz", loop->coupling_ratio * frequency.value()},
            {"loop_area", loop->loop_area},
            {"lag_samples", loop->lag_samples}};
  for (const auto& point : loop->curve) {
    json["curve_input_full_scale"].push_back(point.input);
    json["curve_output_full_scale"].push_back(point.output);
  }
  return json;
}

std::string harmonic_cell(const LevelStep& step, int order) {
  for (const auto& harmonic : step.harmonics) {
    if (harmonic.order != order) continue;
    return harmonic.measured ? fmt::format("{:>8.1f}", harmonic.level_dbc)
                             : fmt::format("{:>8}", fmt::format("<{:.0f}", harmonic.limit_dbc));
  }
  return fmt::format("{:>8}", "-");
}

std::string thd_cell(const LevelStep& step) {
  const auto percent = [](double db) { return 100.0 * std::pow(10.0, db / 20.0); };
  if (std::isfinite(step.thd_f_db)) return fmt::format("{:>9.4f}", percent(step.thd_f_db));
  if (!std::isfinite(step.thd_f_limit_db)) return fmt::format("{:>9}", "-");
  return fmt::format("{:>9}", fmt::format("<{:.4f}", percent(step.thd_f_limit_db)));
}

std::string volts_cell(DbFsPeak level, const std::optional<Volts>& full_scale) {
  if (!full_scale) return {};
  const Volts volts = volts_of_sine(level, *full_scale);
  return cell(volts.value(), 10, 4) + cell(dbu_of(volts).value(), 8, 2);
}

void print_point(std::ostream& out, const LevelCurve& curve, double by_db,
                 const std::optional<analysis::CompressionPoint>& point, const BenchVolts& volts) {
  out << fmt::format("{:.0f} dB compression   ", by_db);
  if (!point) {
    out << "not reached\n";
    return;
  }
  const DbFsPeak input{point->input_db};
  const DbFsPeak output = input + Decibels{curve.small_signal_gain_db - by_db};
  out << fmt::format("input {} +- {:.2f} dB, output {}", level_text(input, volts.amp_input),
                     point->sigma_db, level_text(output, volts.at_return));
  out << '\n';
}

void print_curve(std::ostream& out, const LevelCurve& curve,
                 const std::optional<analysis::StaticCurve>& loop, const BenchVolts& volts) {
  out << fmt::format("\n{:.2f} Hz, way up; levels in dBFS peak, harmonics in dBc, volts RMS\n",
                     curve.frequency.value());
  out << fmt::format("{:>7}", "input");
  if (volts.amp_input) out << fmt::format("{:>10}{:>8}", "in V", "in dBu");
  out << fmt::format("{:>8}", "output");
  if (volts.at_return) out << fmt::format("{:>10}{:>8}", "out V", "out dBu");
  out << fmt::format("{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>9}{:>11}{:>12}\n", "gain dB", "compr", "H2",
                     "H3", "H4", "H5", "THD_F %", "DC FS", "down-up dB");
  for (std::size_t i = 0; i < curve.up.size(); ++i) {
    const LevelStep& step = curve.up[i];
    out << cell(step.input.value(), 7, 1) << volts_cell(step.input, volts.amp_input);
    if (step.clipped) {
      out << "  the recording clips here: not measured\n";
      continue;
    }
    out << cell(step.output.value(), 8, 2) << volts_cell(step.output, volts.at_return)
        << cell(step.gain_db, 8, 3) << cell(step.compression_db, 8, 3);
    for (int order = 2; order <= 5; ++order) out << harmonic_cell(step, order);
    out << thd_cell(step) << cell(step.dc, 11, 6) << cell(curve.down_minus_up_db[i], 12, 3) << '\n';
  }
  out << fmt::format("small-signal gain  {:.3f} dB +- {:.3f}{}\n", curve.small_signal_gain_db,
                     curve.small_signal_sigma_db,
                     curve.small_signal_flat ? ""
                                             : " (still changing at the lowest levels: compression "
                                               "is relative to a compressed gain)");
  print_point(out, curve, 1.0, curve.at_1db, volts);
  print_point(out, curve, 3.0, curve.at_3db, volts);
  if (!loop) return;
  const auto index = [&](double value) {
    return value > loop->hysteresis_limit ? fmt::format("{:.5f}", value)
                                          : fmt::format("< {:.5f}", loop->hysteresis_limit);
  };
  out << fmt::format(
      "hysteresis index   {} at {:.1f} dBFS peak (isotonic curve), {} with a coupling of {:.2f} Hz "
      "undone; loop area {:.4f}\n",
      index(loop->hysteresis), loop->input.value(), index(loop->hysteresis_uncoupled),
      loop->coupling_ratio * curve.frequency.value(), loop->loop_area);
}

}  // namespace

Json level_curve_json(const LevelCurve& curve, const BenchVolts& volts) {
  Json ladder{{"frequency_hz", curve.frequency.value()},
              {"small_signal_gain_db", number_or_null(curve.small_signal_gain_db)},
              {"small_signal_sigma_db", number_or_null(curve.small_signal_sigma_db)},
              {"small_signal_flat", curve.small_signal_flat},
              {"compression_1db", point_json(curve, curve.at_1db, 1.0, volts)},
              {"compression_3db", point_json(curve, curve.at_3db, 3.0, volts)},
              {"power", ladder_power_json(curve, volts)},
              {"steps", Json::array()}};
  for (const LevelStep& step : curve.up) ladder["steps"].push_back(step_json(step, "up", volts));
  for (std::size_t k = curve.down.size(); k-- > 0;) {
    ladder["steps"].push_back(step_json(curve.down[k], "down", volts));
  }
  for (std::size_t k = 0; k < curve.up.size(); ++k) {
    ladder["down_minus_up_db"].push_back(number_or_null(curve.down_minus_up_db[k]));
    ladder["down_minus_up_sigma_db"].push_back(number_or_null(curve.down_minus_up_sigma_db[k]));
  }
  return ladder;
}

Json level_json(const LevelFigures& figures, const BenchVolts& volts) {
  Json json{{"schema", "ampsweep-level-1"},
            {"method", "least squares at the known frequency, settled part of each step"},
            {"sample_rate_hz", figures.rate.value()},
            {"delay_samples", figures.curves.place.delay_samples},
            {"drift_ppm", figures.curves.place.drift_ppm},
            {"volts_at_full_scale", volts_json(volts.at_return)},
            {"send_volts_at_full_scale", volts_json(volts.amp_input)},
            {"ladders", Json::array()}};
  for (std::size_t i = 0; i < figures.curves.curves.size(); ++i) {
    const LevelCurve& curve = figures.curves.curves[i];
    Json ladder = level_curve_json(curve, volts);
    ladder["static_curve"] = loop_json(figures.loops[i], curve.frequency);
    json["ladders"].push_back(std::move(ladder));
  }
  return json;
}

void print_levels(std::ostream& out, const LevelFigures& figures, const BenchVolts& volts) {
  out << fmt::format(
      "level ladder: least squares at the known frequency, settled part of each step\n"
      "delay {:.2f} samples, drift {:.3f} ppm (from the markers)\n",
      figures.curves.place.delay_samples, figures.curves.place.drift_ppm);
  for (std::size_t i = 0; i < figures.curves.curves.size(); ++i) {
    const LevelCurve& curve = figures.curves.curves[i];
    print_curve(out, curve, figures.loops[i], volts);
    if (const auto power = power_figures(curve, volts)) print_power(out, *power, volts);
  }
}

}  // namespace ampsweep::rig
