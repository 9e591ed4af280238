// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/headline_figures.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace ampsweep::rig {
namespace {

constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

double level_of(const ToneResult& tone) {
  return tone.figures ? tone.figures->harmonics.front().level_dbfs_peak : kNotMeasured;
}

double thd_of(const ToneResult& tone) {
  if (!tone.figures || !tone.figures->thd.measured) return kNotMeasured;
  return 20.0 * std::log10(tone.figures->thd.f_ratio);
}

/// Mean level of the linear response between two frequencies, dB.
double band_level(const TakeMeasurement& measured, double from_hz, double to_hz) {
  if (!measured.sweep || !measured.sweep->figures) return kNotMeasured;
  double sum = 0.0;
  int points = 0;
  for (const auto& point : measured.sweep->figures->orders.front().points) {
    if (point.hz < from_hz || point.hz > to_hz || !std::isfinite(point.level_db)) continue;
    sum += point.level_db;
    ++points;
  }
  return points > 0 ? sum / points : kNotMeasured;
}

double small_signal_gain(const TakeMeasurement& measured) {
  if (!measured.ladder || !measured.ladder->figures) return kNotMeasured;
  return measured.ladder->figures->curves.back().small_signal_gain_db;
}

}  // namespace

std::vector<HeadlineFigure> headline_figures(const TakeMeasurement& measured) {
  std::vector<HeadlineFigure> figures;
  for (const ToneResult& tone : measured.tones) {
    const double hz = tone.spec.frequency.value();
    figures.push_back({fmt::format("level at {:g} Hz", hz), "dB", level_of(tone), Rises::WithGain});
    figures.push_back({fmt::format("THD_F at {:g} Hz", hz), "dB", thd_of(tone), Rises::WithGain});
  }
  // Against the whole: compression must not look like an equaliser.
  const double whole = band_level(measured, 80.0, 8000.0);
  figures.push_back({"bass (80-160 Hz re 80-8000 Hz)", "dB",
                     band_level(measured, 80.0, 160.0) - whole, Rises::WithBass});
  figures.push_back({"middle (400-1000 Hz re 80-8000 Hz)", "dB",
                     band_level(measured, 400.0, 1000.0) - whole, Rises::WithMiddle});
  figures.push_back({"treble (2500-6300 Hz re 80-8000 Hz)", "dB",
                     band_level(measured, 2500.0, 6300.0) - whole, Rises::WithTreble});
  figures.push_back(
      {"small-signal gain at 1000 Hz", "dB", small_signal_gain(measured), Rises::WithGain});
  figures.push_back(
      {"noise A-weighted", "dB",
       measured.idle_before ? measured.idle_before->with_hum.a.level.value() : kNotMeasured,
       Rises::Unknown});
  return figures;
}

std::vector<FigureSeries> figure_series(const std::vector<TakeMeasurement>& all) {
  std::vector<FigureSeries> series;
  for (const TakeMeasurement& measured : all) {
    const auto figures = headline_figures(measured);
    for (std::size_t i = 0; i < figures.size(); ++i) {
      if (series.size() <= i) {
        series.push_back({figures[i].name, figures[i].unit, {}, figures[i].rises});
      }
      series[i].values.push_back(figures[i].value);
    }
  }
  return series;
}

}  // namespace ampsweep::rig
