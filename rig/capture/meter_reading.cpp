// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/meter_reading.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "signals/calibration.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig {
namespace {

constexpr const char* kHowTo = "type volts RMS such as 0.245, or 245 mV, or -9.5 dBu";
constexpr double kMostVolts = 1000.0;

/// Lower case, without blanks; a single comma is a decimal point.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const auto comma = out.find(',');
  if (comma != std::string::npos && out.find_first_of(".,", comma + 1) == std::string::npos &&
      out.find('.') == std::string::npos) {
    out[comma] = '.';
  }
  return out;
}

struct Number {
  double value{0.0};
  double step{1.0};  ///< Of the last digit typed.
  std::string unit;
};

std::optional<Number> number_in(const std::string& text) {
  const std::size_t start = !text.empty() && text.front() == '+' ? 1 : 0;
  const std::string_view body = std::string_view{text}.substr(start);
  Number number;
  const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), number.value,
                                            std::chars_format::fixed);
  if (error != std::errc{} || !std::isfinite(number.value)) return std::nullopt;
  const std::string_view digits{body.data(), static_cast<std::size_t>(end - body.data())};
  if (const auto point = digits.find('.'); point != std::string_view::npos) {
    number.step = std::pow(10.0, -static_cast<double>(digits.size() - point - 1));
  }
  number.unit = body.substr(digits.size());
  if (number.unit.ends_with("rms")) number.unit.resize(number.unit.size() - 3);
  return number;
}

const double kUniform = std::sqrt(12.0);

MeterReading in_volts(const Number& number, double unit) {
  const double volts = number.value * unit;
  return {Volts{volts}, Decibels{decibels(1.0 + number.step / kUniform / number.value)}};
}

MeterReading in_decibels(const Number& number, Volts reference) {
  return {reference * ratio(Decibels{number.value}), Decibels{number.step / kUniform}};
}

}  // namespace

tl::expected<MeterReading, std::string> meter_reading(const std::string& text) {
  const auto refuse = [](const std::string& why) { return tl::unexpected(why + ": " + kHowTo); };
  const auto number = number_in(plain(text));
  if (!number) return refuse("that is no number");
  const std::string& unit = number->unit;
  std::optional<MeterReading> reading;
  if (unit == "dbu") reading = in_decibels(*number, volts_of(Dbu{0.0}));
  if (unit == "dbv") reading = in_decibels(*number, Volts{1.0});
  const bool volts = unit.empty() || unit == "v" || unit == "mv";
  if (volts && number->value > 0.0) reading = in_volts(*number, unit == "mv" ? 1e-3 : 1.0);
  if (volts && !reading) return refuse("a tone that is heard reads more than 0 V");
  if (!reading) return refuse("the unit is none of V, mV, dBu, dBV");
  if (!(reading->volts.value() > 0.0) || reading->volts.value() > kMostVolts) {
    return refuse("no send of an interface gives that many volts");
  }
  return *reading;
}

}  // namespace ampsweep::rig
