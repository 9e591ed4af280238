// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ampsweep::rig::gui {
namespace {

constexpr int kDigits = 4;
constexpr int kMostDigits = 15;  // what a double holds

struct Prefix {
  double factor;
  const char* text;
};
constexpr std::array<Prefix, 5> kPrefixes{
    {{1e-6, "\u00b5"}, {1e-3, "m"}, {1.0, ""}, {1e3, "k"}, {1e6, "M"}}};

struct PrefixSpan {
  std::size_t first;
  std::size_t last;
};

PrefixSpan prefixes_of(Unit unit) {
  switch (unit) {
    case Unit::Hertz:
      return {2, 4};
    case Unit::Seconds:
      return {0, 2};
    case Unit::Volts:
    case Unit::Watts:
      return {0, 3};
    case Unit::Ohms:
      return {1, 4};
    default:
      return {2, 2};
  }
}

int power_of_ten(double value) { return static_cast<int>(std::floor(std::log10(std::abs(value)))); }

double rounded(double value, int digits) {
  if (value == 0.0) return 0.0;
  const double scale = std::pow(10.0, digits - 1 - power_of_ten(value));
  return std::isfinite(scale) ? std::round(value * scale) / scale : value;
}

int digits_for(double value, double resolution) {
  if (value == 0.0 || !(resolution > 0.0)) return kDigits;
  return std::clamp(power_of_ten(value) - power_of_ten(resolution) + 1, kDigits, kMostDigits);
}

std::string with_digits(double value, int digits) {
  if (value == 0.0) return "0";
  const int power = power_of_ten(value);
  if (power < -6 || power > kMostDigits) return scientific(value, digits - 1);
  return without_trailing_zeros(fmt::format("{:.{}f}", value, std::max(0, digits - 1 - power)));
}

std::string with_prefix(double value, Unit unit, int digits) {
  const double shown = rounded(value, digits);
  const PrefixSpan span = prefixes_of(unit);
  std::size_t at = span.last;
  while (at > span.first && std::abs(shown) < kPrefixes[at].factor * (1.0 - 1e-12)) --at;
  if (shown == 0.0) at = 2;
  return fmt::format("{} {}{}", with_digits(shown / kPrefixes[at].factor, digits),
                     kPrefixes[at].text, unit_text(unit));
}

std::string with_decimals(double value, int decimals, double resolution) {
  if (resolution > 0.0) decimals = std::clamp(-power_of_ten(resolution), decimals, 12);
  const double half = 0.5 * std::pow(10.0, -decimals);
  return fmt::format("{:.{}f}", std::abs(value) < half ? 0.0 : value, decimals);
}

std::string minutes(double seconds) {
  const long long whole = std::llround(std::abs(seconds));
  const char* sign = seconds < 0.0 ? "-" : "";
  if (whole < 3600) return fmt::format("{}{} min {} s", sign, whole / 60, whole % 60);
  return fmt::format("{}{} h {} min", sign, whole / 3600, whole % 3600 / 60);
}

}  // namespace

std::string_view unit_text(Unit unit) {
  switch (unit) {
    case Unit::None:
    case Unit::Count:
      return "";
    case Unit::Hertz:
      return "Hz";
    case Unit::Decibels:
      return "dB";
    case Unit::DbFsPeak:
      return "dBFS peak";
    case Unit::DbFsRms:
      return "dBFS RMS";
    case Unit::Dbc:
      return "dBc";
    case Unit::Dbu:
      return "dBu";
    case Unit::Percent:
      return "%";
    case Unit::Seconds:
      return "s";
    case Unit::Samples:
      return "samples";
    case Unit::Volts:
      return "V";
    case Unit::Watts:
      return "W";
    case Unit::Ohms:
      return "ohm";
    case Unit::Degrees:
      return "deg";
  }
  return "";
}

bool is_level(Unit unit) {
  return unit == Unit::Decibels || unit == Unit::DbFsPeak || unit == Unit::DbFsRms ||
         unit == Unit::Dbc || unit == Unit::Dbu;
}

std::string without_trailing_zeros(std::string number) {
  if (number.find('.') == std::string::npos) return number;
  number.erase(number.find_last_not_of('0') + 1);
  if (number.back() == '.') number.pop_back();
  return number;
}

std::string scientific(double value, int digits) {
  const std::string text = fmt::format("{:.{}e}", value, digits);
  const std::size_t e = text.find('e');
  if (e == std::string::npos) return text;  // not a finite number
  std::string power = text.substr(e + 2);
  power.erase(0, std::min(power.find_first_not_of('0'), power.size() - 1));
  return without_trailing_zeros(text.substr(0, e)) + (text[e + 1] == '-' ? "e-" : "e") + power;
}

std::string format_value(double value, Unit unit, double resolution) {
  if (std::isnan(value)) return "not measured";
  const std::string tail = unit_text(unit).empty() ? "" : fmt::format(" {}", unit_text(unit));
  if (std::isinf(value)) return (value < 0.0 ? "-inf" : "inf") + tail;
  const int digits = digits_for(value, resolution);
  switch (unit) {
    case Unit::None:
      return with_digits(rounded(value, std::max(digits, 6)), std::max(digits, 6));
    case Unit::Count:
      return fmt::format("{:.0f}", std::abs(value) < 0.5 ? 0.0 : value);
    case Unit::Percent:
      return with_digits(rounded(value, digits), digits) + tail;
    case Unit::Degrees:
      return with_decimals(value, 1, resolution) + tail;
    case Unit::Samples:
      return without_trailing_zeros(with_decimals(value, 3, resolution)) + tail;
    case Unit::Seconds:
      if (std::abs(value) >= 119.5 && std::abs(value) < 1e15 &&
          (!(resolution > 0.0) || resolution >= 1.0)) {
        return minutes(value);
      }
      return with_prefix(value, unit, digits);
    default:
      return is_level(unit) ? with_decimals(value, 2, resolution) + tail
                            : with_prefix(value, unit, digits);
  }
}

}  // namespace ampsweep::rig::gui
