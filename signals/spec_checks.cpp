// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/spec_checks.hpp"

#include "signals/scaling.hpp"

namespace ampsweep::signals {

// The comparisons are written so that NaN objects too.

std::string about_band(Hertz from, Hertz to, SampleRate rate, const std::string& name) {
  const double half = 0.5 * static_cast<double>(rate.value());
  if (from.value() > 0.0 && to > from && to.value() < half) return {};
  return "the " + name + " must rise from above 0 Hz to below half the sample rate";
}

std::string about_level(DbFsPeak level, const std::string& name) {
  if (level.value() <= 0.0) return {};
  return "the " + name + " must not be louder than 0 dBFS";
}

std::string about_marker(const ChirpSpec& marker, SampleRate rate) {
  if (auto why = about_band(marker.from, marker.to, rate, "marker"); !why.empty()) return why;
  if (marker.to > highest_frequency(rate)) {
    return "the marker must end below 0.45 of the sample rate";
  }
  if (auto why = about_level(marker.level, "marker"); !why.empty()) return why;
  const bool fits = marker.length.value() > 0 && marker.fade.value() >= 0 &&
                    2 * marker.fade.value() <= marker.length.value();
  return fits ? std::string{} : "the marker is shorter than its two fades";
}

}  // namespace ampsweep::signals
