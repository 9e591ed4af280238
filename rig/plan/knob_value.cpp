// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/knob_value.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "rig/plan/design_space.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

std::optional<double> position_named(const Knob& knob, const std::string& name) {
  const auto at = std::find(knob.positions.begin(), knob.positions.end(), name);
  if (at == knob.positions.end()) return std::nullopt;
  return static_cast<double>(at - knob.positions.begin());
}

double in_knob_range(const Knob& knob, double value, const std::string& file, int line) {
  if (in_range(knob, value)) return value;
  const std::string range = number_text(knob.minimum) + ".." + number_text(knob.maximum);
  refuse_at(file, line,
            "knob " + quote(knob.id) + ": " + number_text(value) + " is outside " + range,
            "write a value inside " + range + ", as printed on the knob");
}

[[noreturn]] void refuse_value(const Knob& knob, const std::string& text, const std::string& file,
                               int line) {
  const bool is_switch = !knob.positions.empty();
  refuse_at(file, line,
            "knob " + quote(knob.id) + ": " + quote(text) + " is " +
                (is_switch ? "no position" + suggestion(text, knob.positions) : "not a number"),
            is_switch ? "one of: " + joined(knob.positions)
                      : "write the printed value with a decimal point");
}

}  // namespace

const Knob& knob_named(const std::vector<Knob>& knobs, const std::string& id,
                       const std::string& file, int line, const std::string& what) {
  std::vector<std::string> ids;
  for (const Knob& knob : knobs) {
    if (knob.id == id) return knob;
    ids.push_back(knob.id);
  }
  refuse_at(file, line, what + ' ' + quote(id) + " is no knob of the rig" + suggestion(id, ids),
            ids.empty() ? "the rig has no knobs: add [[knob]] tables to its file"
                        : "one of: " + joined(ids));
}

double value_in_text(const Knob& knob, const std::string& text, const std::string& file, int line) {
  if (const auto position = position_named(knob, text)) return *position;
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    refuse_value(knob, text, file, line);
  }
  return reachable(knob, in_knob_range(knob, value, file, line));
}

double printed_in_node(const Knob& knob, const ConfigNode& node, const std::string& file) {
  if (const auto* whole = std::get_if<std::int64_t>(&node.value)) {
    return in_knob_range(knob, static_cast<double>(*whole), file, node.line);
  }
  if (const auto* real = std::get_if<double>(&node.value)) {
    return in_knob_range(knob, *real, file, node.line);
  }
  const auto* text = std::get_if<std::string>(&node.value);
  if (text == nullptr) {
    refuse_at(
        file, node.line, "knob " + quote(knob.id) + ": the value is no number",
        knob.positions.empty() ? "write the printed value" : "one of: " + joined(knob.positions));
  }
  const auto position = position_named(knob, *text);
  if (!position) refuse_value(knob, *text, file, node.line);
  return *position;
}

double value_in_node(const Knob& knob, const ConfigNode& node, const std::string& file) {
  return reachable(knob, printed_in_node(knob, node, file));
}

void require_every_knob(const std::vector<Knob>& knobs, const Setting& setting,
                        const std::string& file, int line, const std::string& what) {
  for (const Knob& knob : knobs) {
    if (setting.contains(knob.id)) continue;
    refuse_at(file, line, "knob " + quote(knob.id) + " has no " + what,
              "add it, or set it in [design] fixed = { " + knob.id + " = ... }");
  }
}

}  // namespace ampsweep::rig
