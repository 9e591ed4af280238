// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/csv_cell.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace ampsweep::rig {

std::string csv_text(const std::string& text) {
  constexpr std::string_view kFormulaStarts = "=+-@\t\r";
  std::string cell = text;
  if (!cell.empty() && kFormulaStarts.find(cell[0]) != std::string_view::npos) {
    cell.insert(0, 1, '\'');
  }
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_number(double value) {
  if (!std::isfinite(value)) return {};
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

}  // namespace ampsweep::rig
