// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/utc_time.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <ctime>

namespace ampsweep::rig {
namespace {

constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd";

/// Digits only: no sign, no space, no locale.
int whole(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_shape(std::string_view text) {
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == 'd' ? !is_digit(text[i]) : text[i] != kShape[i]) return false;
  }
  return true;
}

/// ".125" to 0.125; empty for no fraction; -1 for anything else.
double fraction(std::string_view text) {
  if (text.empty()) return 0.0;
  if (text.front() != '.' || text.size() < 2 || text.size() > 10) return -1.0;
  double value = 0.0;
  double unit = 0.1;
  for (const char c : text.substr(1)) {
    if (!is_digit(c)) return -1.0;
    value += unit * (c - '0');
    unit /= 10.0;
  }
  return value;
}

}  // namespace

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::optional<double> utc_seconds(std::string_view text) {
  if (text.size() <= kShape.size() || text.back() != 'Z' || !has_shape(text)) return std::nullopt;
  const auto part = fraction(text.substr(kShape.size(), text.size() - kShape.size() - 1));
  using namespace std::chrono;
  const year_month_day date{year{whole(text.substr(0, 4))},
                            month{static_cast<unsigned>(whole(text.substr(5, 2)))},
                            day{static_cast<unsigned>(whole(text.substr(8, 2)))}};
  const int hour = whole(text.substr(11, 2));
  const int minute = whole(text.substr(14, 2));
  const int second = whole(text.substr(17, 2));
  if (part < 0.0 || !date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const auto days = sys_days{date}.time_since_epoch().count();
  return 86400.0 * static_cast<double>(days) + 3600.0 * hour + 60.0 * minute + second + part;
}

}  // namespace ampsweep::rig
