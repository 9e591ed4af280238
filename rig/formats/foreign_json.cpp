// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/foreign_json.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ampsweep::rig::formats {

Json foreign_json(const std::string& text) {
  constexpr int kDeepest = 64;
  bool too_deep = false;
  Json json = Json::parse(
      text,
      [&](int depth, Json::parse_event_t, Json&) {
        too_deep = too_deep || depth > kDeepest;
        return depth <= kDeepest;  // What is deeper is not even kept.
      },
      false);
  if (too_deep) throw std::runtime_error("it is nested more than 64 deep");
  if (json.is_discarded()) throw std::runtime_error("it is not JSON");
  return json;
}

std::optional<double> number_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

std::optional<std::int64_t> whole_number(const Json& value) {
  if (!value.is_number()) return std::nullopt;
  const double number = value.get<double>();  // It holds every whole number up to 1e15.
  if (std::floor(number) != number) return std::nullopt;
  return static_cast<std::int64_t>(std::clamp(number, -1e15, 1e15));
}

std::optional<std::string> text_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

}  // namespace ampsweep::rig::formats
