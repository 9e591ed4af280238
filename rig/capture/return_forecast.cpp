// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/return_forecast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/impulse_response.hpp"
#include "analysis/sound_check.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kSilence = 1e-10;  // a level needs something
constexpr DbFsPeak kRoomAbove{-1.0};
constexpr DbFsPeak kQuiet{-24.0};  // four bits of the converter are not used

DbFsPeak level_of(double peak) { return level_of_peak(std::max(peak, kSilence)); }

}  // namespace

ReturnForecast forecast_return(const TapReading& reading, const ForecastWish& wish,
                               Decibels send_gain) {
  ReturnForecast forecast;
  forecast.setting = wish.setting;
  forecast.sent = level_of(analysis::peak(wish.stimulus.samples)) + send_gain;
  forecast.noise = level_of(reading.noise_peak);
  const double linear = analysis::peak(analysis::convolve(wish.stimulus.samples, reading.response));
  forecast.at_most = level_of(std::max(linear, reading.signal_peak));
  forecast.at_least = level_of(std::min(linear, reading.signal_peak));
  return forecast;
}

std::string advice(const ReturnForecast& forecast) {
  if (forecast.at_least > kRoomAbove) {
    return "the return will clip: lower the input's gain";
  }
  if (forecast.at_most > kRoomAbove) {
    return fmt::format(
        "the return clips unless the amp compresses by {:.1f} dB: watch the first takes, or lower "
        "the input's gain by as much",
        forecast.at_most.value() - kRoomAbove.value());
  }
  if (forecast.at_most < kQuiet) {
    return fmt::format(
        "the return stays below {:.0f} dBFS peak: raise the input's gain by {:.0f} dB",
        forecast.at_most.value(), std::floor(kRoomAbove.value() - 5.0 - forecast.at_most.value()));
  }
  return "";
}

}  // namespace ampsweep::rig
