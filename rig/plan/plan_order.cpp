// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "rig/plan/designs/centre.hpp"
#include "rig/plan/knob_value.hpp"
#include "rig/plan/plan_limits.hpp"
#include "rig/plan/plan_tables.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {

Setting read_setting(TableReader table, const std::vector<Knob>& knobs, const std::string& what) {
  Setting setting;
  for (const ConfigEntry& entry : table.entries()) {
    const Knob& knob = knob_named(knobs, entry.key, table.file(), entry.line, what);
    setting[knob.id] = value_in_node(knob, entry.node, table.file());
  }
  return setting;
}

void read_holdout(std::optional<TableReader> table, DesignSpec& design) {
  if (!is_sampled(design.kind) && design.kind != DesignKind::Grid) {
    design.validation = design.test = 0;
  }
  if (!table) return;
  design.validation = table->integer("validation", design.validation, 0, kMostSettings);
  design.test = table->integer("test", design.test, 0, kMostSettings);
  table->finish();
}

OrderSpec read_order(std::optional<TableReader> table, std::size_t settings) {
  OrderSpec order;
  const auto most = static_cast<int>(settings);
  order.blocks = std::min(order.blocks, most);
  if (!table) return order;
  order.blocks = table->integer("blocks", order.blocks, 1, kMostSettings);
  if (order.blocks > most) {
    table->refuse("blocks",
                  std::to_string(order.blocks) + " is more than there are settings (" +
                      std::to_string(most) + ')',
                  "at most one block a setting; 4 suit most plans");
  }
  const Range share{0.0, 1.0};
  order.max_correlation = table->number("max_correlation", order.max_correlation, share);
  order.allow_correlation = table->optional_number("allow_correlation", share);
  table->finish();
  return order;
}

Setting read_reference(std::optional<TableReader> table, const Rig& rig, const DesignSpec& design) {
  const DesignSpace& space = design.space;
  const Setting middle = setting_at(space, centre_point(space.axes.size()));
  Setting reference = moved_clear(space, design.avoid, middle).value_or(middle);
  if (!table) return reference;
  auto setting = table->table("setting", "[reference] setting");
  if (!setting) {
    table->refuse("", "setting is missing", "add setting = { knob = value, ... }");
  }
  for (const auto& [id, value] : read_setting(*setting, rig.knobs, "setting")) {
    reference[id] = value;
  }
  table->finish();
  return reference;
}

}  // namespace ampsweep::rig
