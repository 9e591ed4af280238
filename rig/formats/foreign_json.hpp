// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rig/dataset/json.hpp"

namespace ampsweep::rig::formats {

/// JSON of a text that others wrote, at most 64 lists and objects inside each other: no trainer's
/// file comes near that, and copying or printing a value takes stack for each.
/// Throws std::runtime_error.
[[nodiscard]] Json foreign_json(const std::string& text);

/// Reads a number of a foreign document; nothing when it is none (bools are none).
[[nodiscard]] std::optional<double> number_in(const Json& json, const char* key);
/// An integer, or a float that is whole: what Python's int() lets through. No further
/// than 1e15 from 0.
[[nodiscard]] std::optional<std::int64_t> whole_number(const Json& value);
[[nodiscard]] std::optional<std::string> text_in(const Json& json, const char* key);

}  // namespace ampsweep::rig::formats
