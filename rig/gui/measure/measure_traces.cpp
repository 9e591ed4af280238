// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/measure/measure_traces.hpp"

namespace ampsweep::rig::gui {

const char* to_string(MeasureView view) {
  switch (view) {
    case MeasureView::Harmonics:
      return "Harmonics";
    case MeasureView::Distortion:
      return "THD/freq";
    case MeasureView::ThdLevel:
      return "THD/level";
    case MeasureView::Response:
      return "Response";
    case MeasureView::Noise:
      return "Noise";
    case MeasureView::Intermodulation:
      return "IMD";
    case MeasureView::Level:
      return "Level";
    case MeasureView::Bursts:
      return "Bursts";
    case MeasureView::Multisine:
      return "Multisine";
    case MeasureView::WarmUp:
      return "Warm-up";
  }
  return "";
}

const char* hint(MeasureView view) {
  switch (view) {
    case MeasureView::Harmonics:
      return "Harmonics of a steady tone over its fundamental; hollow: below the detection limit";
    case MeasureView::Distortion:
      return "THD and single harmonics against the sweep's frequency; dotted: detection limit";
    case MeasureView::ThdLevel:
      return "THD and harmonics against the level played, from the ladder's way up";
    case MeasureView::Response:
      return "Linear response over the recorded loopback, and over the stimulus";
    case MeasureView::Noise:
      return "What the amp gives while nothing plays, before and after the programme";
    case MeasureView::Intermodulation:
      return "Products of two tones over the stronger of them; hollow: below the detection limit";
    case MeasureView::Level:
      return "Output and gain against input level; compression points, power, sensitivity";
    case MeasureView::Bursts:
      return "Gain, harmonics and DC before, in and after a loud burst: sag and recovery";
    case MeasureView::Multisine:
      return "A dense sound taken apart: linear, even and odd distortion, noise";
    case MeasureView::WarmUp:
      return "Repeated takes of one setting: how gain, THD and delay move as the amp warms up";
  }
  return "";
}

const char* why_absent(MeasureView view) {
  switch (view) {
    case MeasureView::Bursts:
    case MeasureView::Multisine:
      return "only the full suite plays it: measure again with suite \"full\"";
    case MeasureView::WarmUp:
      return "needs takes of one setting again and again: measure with \"takes\" at 4 or more";
    default:
      return "the programme of this measurement has no such part: measure again";
  }
}

MeasureTraces::MeasureTraces(const TakeMeasurement& measured, const BenchVolts& volts,
                             const ReferenceSeries* warm_up)
    : parts_{harmonic_parts(measured, volts), distortion_parts(measured),
             thd_level_parts(measured),       response_parts(measured),
             noise_parts(measured, volts),    imd_parts(measured),
             level_parts(measured, volts),    burst_parts(measured),
             multisine_parts(measured),       warm_up_parts(warm_up)} {}

}  // namespace ampsweep::rig::gui
