// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/knob_value.hpp"
#include "rig/plan/plan_design_parts.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

AvoidStretch stretch_of(const Knob& knob, const ConfigEntry& entry, const TableReader& table) {
  const auto* ends = std::get_if<ConfigArray>(&entry.node.value);
  if (ends == nullptr) {
    const double value = value_in_node(knob, entry.node, table.file());
    return {knob.id, value, value};
  }
  if (ends->size() != 2) {
    table.refuse_line(entry.line, quote(knob.id) + " is no pair of values",
                      "write " + knob.id + " = [ lowest, highest ] or " + knob.id + " = value");
  }
  const double low = printed_in_node(knob, (*ends)[0], table.file());
  const double high = printed_in_node(knob, (*ends)[1], table.file());
  if (low > high) {
    table.refuse_line(
        entry.line, quote(knob.id) + " runs from " + number_text(low) + " to " + number_text(high),
        "write the lower value first");
  }
  return {knob.id, low, high};
}

AvoidRule rule_in(TableReader& table, const std::vector<Knob>& knobs) {
  AvoidRule rule;
  rule.why = table.text("why", "");
  auto when = table.table("when", "[design] avoid when");
  if (!when)
    table.refuse("", "when is missing", "write { when = { gain = [0, 0.3] }, why = \"mutes\" }");
  for (const ConfigEntry& entry : when->entries()) {
    const Knob& knob = knob_named(knobs, entry.key, table.file(), entry.line, "avoid when");
    rule.when.push_back(stretch_of(knob, entry, *when));
  }
  if (rule.when.empty()) {
    table.refuse("when", "names no knob", "name at least one, or remove the rule");
  }
  table.finish();
  return rule;
}

}  // namespace

std::vector<AvoidRule> read_avoid(TableReader& table, const std::vector<Knob>& knobs) {
  std::vector<AvoidRule> rules;
  for (TableReader& entry : table.tables("avoid", "[design] avoid")) {
    rules.push_back(rule_in(entry, knobs));
  }
  return rules;
}

}  // namespace ampsweep::rig
