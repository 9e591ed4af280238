// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/capture/listen.hpp"
#include "rig/model/knob.hpp"
#include "signals/quantity.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// A stimulus that is about to be captured, the setting its level is of interest at, and all
/// settings it will be played at.
struct ForecastWish {
  const signals::Stimulus& stimulus;
  const Setting& setting;
  std::vector<Setting> settings{};
};

/// How loud a stimulus will come back, told by one quiet chirp: is the input's gain right, before a
/// whole plan is played?
struct ReturnForecast {
  Setting setting;
  DbFsPeak sent;      ///< Peak of the stimulus at the output, send gain included.
  DbFsPeak at_most;   ///< Were the amp linear. Amps compress: takes stay below.
  DbFsPeak at_least;  ///< Did the amp give nothing beyond what the chirp brought.
  DbFsPeak noise;     ///< Peak of the return before the chirp.
};

/// From the chirp's small-signal response: at_most is the peak of stimulus * response. Exact for a
/// linear amp but for the chirp's noise; tests/rig/capture/return_forecast_test.cpp holds it to
/// 0.1 dB on a wire of known gain, and real takes of the simulated amp between the two limits.
[[nodiscard]] ReturnForecast forecast_return(const TapReading& reading, const ForecastWish& wish,
                                             Decibels send_gain);

/// What a person should do about it: "lower the input's gain by 4 dB ..."; "" when all is well.
[[nodiscard]] std::string advice(const ReturnForecast& forecast);

}  // namespace ampsweep::rig
