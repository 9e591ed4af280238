// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/midi_port_name.hpp"

#include "rig/devices/near_names.hpp"

namespace ampsweep::rig {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Position after the digits that stand at `at`.
std::size_t after_digits(const std::string& text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

/// " 20:0" at the end.
std::string without_address(const std::string& name) {
  const auto blank = name.rfind(' ');
  if (blank == std::string::npos) return name;
  const auto colon = after_digits(name, blank + 1);
  if (colon == blank + 1 || colon >= name.size() || name[colon] != ':') return name;
  const auto end = after_digits(name, colon + 1);
  return end == name.size() && end > colon + 1 ? name.substr(0, blank) : name;
}

/// " [20]" anywhere.
std::string without_brackets(std::string name) {
  auto at = name.find(" [");
  while (at != std::string::npos) {
    const auto end = after_digits(name, at + 2);
    const bool number = end > at + 2 && end < name.size() && name[end] == ']';
    if (number) name.erase(at, end + 1 - at);
    at = name.find(" [", number ? at : at + 1);
  }
  return name;
}

}  // namespace

std::string stable_midi_name(const std::string& name) {
  return without_brackets(without_address(name));
}

std::vector<std::size_t> matching_midi_ports(const std::string& wanted,
                                             const std::vector<std::string>& ports) {
  std::vector<std::string> names;
  for (const auto& port : ports) names.push_back(stable_midi_name(port));
  const std::string name = stable_midi_name(wanted);
  std::vector<std::size_t> exact;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) exact.push_back(i);
  }
  return exact.empty() ? matches(name, names) : exact;
}

}  // namespace ampsweep::rig
