// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/json.hpp"

#include <cmath>
#include <limits>

namespace ampsweep::rig {

Json real(double value) {
  if (std::isfinite(value)) return value;
  if (std::isnan(value)) return "nan";
  return value > 0.0 ? "inf" : "-inf";
}

double real(const Json& json) {
  if (json.is_number()) return json.get<double>();
  if (json == "inf") return std::numeric_limits<double>::infinity();
  if (json == "-inf") return -std::numeric_limits<double>::infinity();
  if (json == "nan") return std::numeric_limits<double>::quiet_NaN();
  throw std::runtime_error("a number is missing");
}

Json real(const std::optional<double>& value) { return value ? real(*value) : Json(nullptr); }

std::optional<double> optional_real(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return real(json);
}

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json number_or_null(const std::optional<double>& value) {
  return value ? number_or_null(*value) : Json(nullptr);
}

std::string text(const Json& json, const char* key) { return json.at(key).get<std::string>(); }
double number(const Json& json, const char* key) { return real(json.at(key)); }

std::string compact_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string indented_text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

Json parse_json(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) throw std::runtime_error("not JSON");
  return json;
}

}  // namespace ampsweep::rig
