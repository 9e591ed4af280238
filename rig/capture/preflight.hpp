// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/capture/progress.hpp"
#include "rig/capture/return_forecast.hpp"
#include "rig/capture/silent_ends.hpp"
#include "rig/model/rig.hpp"
#include "rig/model/take.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

/// What is wired where the amp belongs while a preflight plays.
enum class InPlaceOfAmp {
  Amp,    ///< The amp itself: levels, noise, head-room, polarity.
  Cable,  ///< A cable or pass-through client: measures the loopback offset.
};

struct InputReading {
  std::string name;
  DbFsPeak peak;
  DbFsRms noise;
};

struct LoopbackReading {
  double delay_samples{0.0};
  double delay_sigma_samples{0.0};
  double spread_samples{0.0};  ///< Largest difference between the plays.
  double drift_ppm{0.0};
  double gain_db{0.0};
  double ac_corner_hz{0.0};
  double snr_db{0.0};
};

struct PreflightWish {
  InPlaceOfAmp in_place{InPlaceOfAmp::Amp};
  std::optional<ForecastWish> forecast{};  ///< The plan whose sound is to be foretold.
  bool freewheel{false};                   ///< JACK with software amps only.
};

/// The bench before anything is captured.
struct PreflightReport {
  std::string stream;
  int period_frames{0};
  std::vector<InputReading> inputs;
  std::optional<LoopbackReading> loopback;
  std::optional<double> loopback_offset_samples;  ///< Cable only: amp path less loopback path.
  std::optional<double> tap_above_noise_db;       ///< At -40 dBFS peak or below.
  int polarity{0};                                ///< Of the amp channel.
  std::optional<ReturnForecast> forecast;         ///< When it was wished for.
  std::vector<SilentEnd> silent_ends;             ///< Of the gain and level knobs; likewise.
  Verdict verdict;                                ///< Gates and faults of the test play.
  [[nodiscard]] bool ok() const { return verdict.accepted; }
};

/// Plays a 12 s test programme twice at the middle of every knob (after the load probe at the
/// quietest setting) and reads levels, loopback, noise, head-room, polarity and the stability of
/// the delay. With a forecast it then listens at that setting and tells how loud that stimulus will
/// come back, and where gain and level knobs are near-mute at the low end of its settings. Writes
/// nothing.
///
/// Throws SetupError for what keeps it from measuring; a poor reading is a failed gate.
[[nodiscard]] PreflightReport preflight(const Rig& rig, Bench& bench, const PreflightWish& wish,
                                        const SessionObserver& observer,
                                        const std::stop_token& stop);

/// The rig with a cable, or a pass-through client, where amp and load belong.
[[nodiscard]] Rig with_cable(Rig rig);

/// What `check` keeps of a report: measured values replace those in `before`.
[[nodiscard]] Calibration calibration_from(const PreflightReport& report, const Calibration& before,
                                           const std::string& date);

}  // namespace ampsweep::rig
