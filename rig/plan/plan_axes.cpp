// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "rig/plan/knob_value.hpp"
#include "rig/plan/plan_design_parts.hpp"
#include "rig/plan/plan_tables.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

bool names(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

Axis ranged(const Knob& knob, const ConfigEntry& entry, const TableReader& table) {
  const auto* ends = std::get_if<ConfigArray>(&entry.node.value);
  if (ends == nullptr || ends->size() != 2) {
    table.refuse_line(entry.line, quote(knob.id) + " is no pair of values",
                      "write " + knob.id + " = [ lowest, highest ]");
  }
  // Inwards to a step: a range is a promise that nothing goes beyond it.
  const double low = lowest_step(knob, printed_in_node(knob, (*ends)[0], table.file()));
  const double high = highest_step(knob, printed_in_node(knob, (*ends)[1], table.file()));
  if (low >= high) {
    table.refuse_line(
        entry.line, quote(knob.id) + " runs from " + number_text(low) + " to " + number_text(high),
        "the first value is the lower one, at least one step below the second; a "
        "knob that stands still goes into fixed");
  }
  return {knob, low, high};
}

}  // namespace

Setting read_fixed(TableReader& table, const std::vector<Knob>& knobs) {
  auto fixed = table.table("fixed", "[design] fixed");
  return fixed ? read_setting(*fixed, knobs, "fixed") : Setting{};
}

std::vector<std::string> varied_knobs(TableReader& table, const std::vector<Knob>& knobs,
                                      const Setting& fixed) {
  const bool named = table.has("knobs");
  std::vector<std::string> ids = table.texts("knobs");
  for (std::size_t i = 0; i < ids.size(); ++i) {
    knob_named(knobs, ids[i], table.file(), table.line_of("knobs"), "knobs entry");
    if (fixed.contains(ids[i]) || std::count(ids.begin(), ids.end(), ids[i]) > 1) {
      table.refuse("knobs", "entry " + quote(ids[i]) + " is there twice or also fixed",
                   "vary a knob or fix it, once");
    }
  }
  for (const Knob& knob : knobs) {
    if (fixed.contains(knob.id) || names(ids, knob.id)) continue;
    if (named) {
      table.refuse("knobs", "leaves out " + quote(knob.id) + ", which is not fixed either",
                   "add it to knobs, or say where it stands: fixed = { " + knob.id + " = ... }");
    }
    ids.push_back(knob.id);
  }
  return ids;
}

std::vector<Axis> read_axes(TableReader& table, const std::vector<Knob>& knobs,
                            const std::vector<std::string>& varied) {
  std::vector<Axis> axes;
  for (const Knob& knob : knobs) {
    if (names(varied, knob.id)) axes.push_back({knob, knob.minimum, knob.maximum});
  }
  auto ranges = table.table("range", "[design] range");
  if (!ranges) return axes;
  for (const ConfigEntry& entry : ranges->entries()) {
    knob_named(knobs, entry.key, table.file(), entry.line, "range");
    const auto axis = std::find_if(axes.begin(), axes.end(),
                                   [&](const Axis& one) { return one.knob.id == entry.key; });
    if (axis == axes.end()) {
      ranges->refuse_line(entry.line, quote(entry.key) + " is fixed and has no range",
                          "remove it from range or from fixed");
    }
    *axis = ranged(axis->knob, entry, *ranges);
  }
  return axes;
}

}  // namespace ampsweep::rig
