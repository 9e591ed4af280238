// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

namespace ampsweep::rig {

/// Keys keep the order in which they were set: equal values give equal text.
using Json = nlohmann::ordered_json;

/// A double that reads back to the same bits. JSON has no infinities: "inf", "-inf", "nan".
[[nodiscard]] Json real(double value);
[[nodiscard]] double real(const Json& json);
[[nodiscard]] Json real(const std::optional<double>& value);  ///< null when empty
[[nodiscard]] std::optional<double> optional_real(const Json& json);
/// For documents that others read: a figure, or null where it could not be measured.
[[nodiscard]] Json number_or_null(double value);
[[nodiscard]] Json number_or_null(const std::optional<double>& value);
/// Of a key that must be there. Throw nlohmann's exceptions, which name key or type.
[[nodiscard]] std::string text(const Json& json, const char* key);
[[nodiscard]] double number(const Json& json, const char* key);

/// One line. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string compact_text(const Json& json);
/// For people and scripts: two spaces a level, no line end at the end. Names come from folders and
/// other people's files, so here too bytes that are not UTF-8 become U+FFFD; dump() would throw.
[[nodiscard]] std::string indented_text(const Json& json);
/// Throws std::runtime_error.
[[nodiscard]] Json parse_json(const std::string& text);

/// For readers of rows: `value` or std::runtime_error naming `what`.
template <class T>
[[nodiscard]] T required(std::optional<T> value, const std::string& what) {
  if (!value) throw std::runtime_error("unknown " + what);
  return std::move(*value);
}

}  // namespace ampsweep::rig
