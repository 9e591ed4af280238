// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include "rig/gui/measure/measure_part.hpp"
#include "rig/measure/reference_readings.hpp"
#include "rig/measure/take_measurement.hpp"
#include "rig/model/bench_volts.hpp"

namespace ampsweep::rig::gui {

/// What a measurement can be looked at as: one tab each.
enum class MeasureView {
  Harmonics,
  Distortion,  ///< THD and orders against frequency, from the sweep.
  ThdLevel,
  Response,
  Noise,
  Intermodulation,
  Level,
  Bursts,
  Multisine,
  WarmUp
};

inline constexpr std::array kMeasureViews{MeasureView::Harmonics, MeasureView::Distortion,
                                          MeasureView::ThdLevel,  MeasureView::Response,
                                          MeasureView::Noise,     MeasureView::Intermodulation,
                                          MeasureView::Level,     MeasureView::Bursts,
                                          MeasureView::Multisine, MeasureView::WarmUp};

/// "THD/level": short enough for a tab.
[[nodiscard]] const char* to_string(MeasureView view);
/// What the tab shows, in a sentence.
[[nodiscard]] const char* hint(MeasureView view);
/// Why a measurement has no parts of this view, and what to do about it.
[[nodiscard]] const char* why_absent(MeasureView view);

/// Everything of one measured setting that can be drawn, made once.
///
/// Cost: O(figures); 24 000 points a spectrum. Thread: any.
class MeasureTraces {
 public:
  /// `warm_up` may be null: a single take.
  MeasureTraces(const TakeMeasurement& measured, const BenchVolts& volts,
                const ReferenceSeries* warm_up);
  [[nodiscard]] const std::vector<MeasurePart>& parts(MeasureView view) const {
    return parts_.at(static_cast<std::size_t>(view));
  }

 private:
  std::array<std::vector<MeasurePart>, kMeasureViews.size()> parts_;
};

/// Levels of the harmonics of each tone, orders 2 and up; phases among the figures.
[[nodiscard]] std::vector<MeasurePart> harmonic_parts(const TakeMeasurement& measured,
                                                      const BenchVolts& volts);
/// THD_F and each order over the fundamental against the sweep's frequency.
[[nodiscard]] std::vector<MeasurePart> distortion_parts(const TakeMeasurement& measured);
/// Level, phase and group delay re the loopback; level re the stimulus.
[[nodiscard]] std::vector<MeasurePart> response_parts(const TakeMeasurement& measured);
/// THD_F and harmonics against the ladder's level.
[[nodiscard]] std::vector<MeasurePart> thd_level_parts(const TakeMeasurement& measured);
/// Gain, output and what the way down adds against input level; compression, watts, sensitivity.
[[nodiscard]] std::vector<MeasurePart> level_parts(const TakeMeasurement& measured,
                                                   const BenchVolts& volts);
/// Third octaves, spectrum and hum lines of both idles.
[[nodiscard]] std::vector<MeasurePart> noise_parts(const TakeMeasurement& measured,
                                                   const BenchVolts& volts);
/// Products of each pair of tones.
[[nodiscard]] std::vector<MeasurePart> imd_parts(const TakeMeasurement& measured);
/// Gain, harmonics and DC in time around each burst.
[[nodiscard]] std::vector<MeasurePart> burst_parts(const TakeMeasurement& measured);
/// Linear output, even and odd distortion and noise of each line; gain and SNDR.
[[nodiscard]] std::vector<MeasurePart> multisine_parts(const TakeMeasurement& measured);
/// Gain, THD and delay at 1 kHz of repeated takes; empty for null.
[[nodiscard]] std::vector<MeasurePart> warm_up_parts(const ReferenceSeries* series);

}  // namespace ampsweep::rig::gui
