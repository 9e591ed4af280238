// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <system_error>

#include "rig/plan/designs/csv_list.hpp"
#include "rig/plan/designs/sobol.hpp"
#include "rig/plan/knob_value.hpp"
#include "rig/plan/plan_limits.hpp"
#include "rig/plan/plan_tables.hpp"
#include "rig/plan/refusal_text.hpp"
#include "rig/plan/text_file.hpp"

namespace ampsweep::rig {
namespace {

bool names(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

Setting read_fixed(TableReader& table, const std::vector<Knob>& knobs) {
  auto fixed = table.table("fixed", "[design] fixed");
  return fixed ? read_setting(*fixed, knobs, "fixed") : Setting{};
}

/// Ids of the knobs a design varies: those it names, else all that are not fixed.
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

/// Axes over the whole travel, or the stretch `range` gives.
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

int one_level_count(TableReader& table, const ConfigNode& node) {
  const auto* count = std::get_if<std::int64_t>(&node.value);
  if (count == nullptr || *count < 1 || *count > kMostSettings) {
    table.refuse_line(node.line, "levels is not a whole number from 1 to 5000",
                      "write levels = 5, or levels = { knob = 5, ... }");
  }
  return static_cast<int>(*count);
}

std::vector<int> read_levels(TableReader& table, const std::vector<Knob>& knobs,
                             const std::vector<Axis>& axes) {
  const ConfigEntry* entry = table.entry("levels");
  if (entry == nullptr) {
    table.refuse("", "levels is missing with kind = \"grid\"", "add levels = 5, or one per knob");
  }
  if (!std::holds_alternative<ConfigTable>(entry->node.value)) {
    return std::vector<int>(axes.size(), one_level_count(table, entry->node));
  }
  std::vector<int> levels;
  TableReader each = *table.table("levels", "[design] levels");
  for (const ConfigEntry& one : each.entries()) {
    knob_named(knobs, one.key, table.file(), one.line, "levels");
  }
  for (const Axis& axis : axes) {
    const ConfigEntry* one = each.entry(axis.knob.id);
    if (one == nullptr) {
      each.refuse("", "has no entry for " + quote(axis.knob.id), "give every varied knob one");
    }
    levels.push_back(one_level_count(each, one->node));
  }
  return levels;
}

std::vector<Setting> read_listed(TableReader& table, const std::vector<Knob>& knobs,
                                 const Setting& fixed, const std::filesystem::path& folder) {
  if (table.has("csv") == table.has("settings")) {
    table.refuse("", "kind = \"list\" needs csv or settings, not both",
                 "csv = \"file.csv\", or settings = [ { knob = value, ... }, ... ]");
  }
  if (table.has("csv")) {
    const auto csv = (folder / table.required_text("csv")).lexically_normal();
    std::error_code ignored;
    if (!std::filesystem::exists(csv, ignored)) {
      table.refuse("csv", "names " + quote(csv.string()) + ", and there is no such file",
                   "the path is taken from the plan's folder");
    }
    return csv_settings(read_text_file(csv), csv.string(), knobs, fixed);
  }
  std::vector<Setting> listed;
  for (TableReader& entry : table.tables("settings", "[design] settings")) {
    Setting setting = read_setting(entry, knobs, "settings entry");
    for (const auto& [id, value] : fixed) {
      if (setting.contains(id)) {
        entry.refuse(id, "is also fixed by the design", "remove it here or from fixed");
      }
      setting[id] = value;
    }
    require_every_knob(knobs, setting, table.file(), entry.line(), "value here");
    listed.push_back(std::move(setting));
  }
  if (listed.empty()) table.refuse("settings", "is empty", "list at least one setting");
  return listed;
}

/// A list says itself what it varies: each axis shrinks to the values listed, and a knob that keeps
/// one value all along is fixed.
void fit_space_to_list(DesignSpec& design) {
  std::vector<Axis> axes;
  for (Axis axis : design.space.axes) {
    const auto less = [&](const Setting& a, const Setting& b) {
      return a.at(axis.knob.id) < b.at(axis.knob.id);
    };
    const auto [low, high] = std::minmax_element(design.listed.begin(), design.listed.end(), less);
    axis.low = low->at(axis.knob.id);
    axis.high = high->at(axis.knob.id);
    if (axis.low < axis.high) {
      axes.push_back(axis);
    } else {
      design.space.fixed[axis.knob.id] = axis.low;
    }
  }
  design.space.axes = std::move(axes);
}

/// Keys that say nothing under this kind of design would be read as if they did.
void refuse_keys_of_other_kinds(TableReader& table, DesignKind kind) {
  const bool sampled = kind == DesignKind::Sobol || kind == DesignKind::LatinHypercube;
  const bool list = kind == DesignKind::List;
  const auto refuse_if = [&](bool wrong, const char* key, const char* where) {
    if (table.has(key) && wrong) table.refuse(key, std::string{"is for "} + where, "remove it");
  };
  refuse_if(!sampled, "count", "kind = \"sobol\" and \"lhs\" only");
  refuse_if(kind != DesignKind::Grid, "levels", "kind = \"grid\" only");
  refuse_if(!list, "csv", "kind = \"list\" only");
  refuse_if(!list, "settings", "kind = \"list\" only");
  refuse_if(list, "range", "designs that choose values; a list gives them itself");
}

void check_size(const TableReader& table, const DesignSpec& design) {
  const std::size_t axes = design.space.axes.size();
  if (axes == 0 && design.kind != DesignKind::List) {
    table.refuse("", "varies no knob",
                 "leave a knob out of fixed, or list settings: kind = \"list\"");
  }
  if (axes > SobolSequence::kMostDimensions) {
    table.refuse("", "varies " + std::to_string(axes) + " knobs; 16 are possible", "fix some");
  }
  if (design.corners != Corners::None && axes > static_cast<std::size_t>(kMostCornerAxes)) {
    table.refuse("corners", "of " + std::to_string(axes) + " knobs are too many",
                 "corners = \"none\", or fix knobs: 12 can have corners");
  }
  std::int64_t grid = 1;
  for (const int levels : design.levels) {
    grid *= levels;
    if (grid > kMostSettings) {
      table.refuse("levels", "make more than 5000 settings",
                   "fewer levels or knobs; kind = \"sobol\" covers many knobs with few settings");
    }
  }
}

}  // namespace

DesignSpec read_design(TableReader table, const Rig& rig, const std::filesystem::path& folder) {
  DesignSpec design;
  design.kind = table.choice<DesignKind>("kind", design.kind,
                                         {{"sobol", DesignKind::Sobol},
                                          {"lhs", DesignKind::LatinHypercube},
                                          {"grid", DesignKind::Grid},
                                          {"list", DesignKind::List}});
  refuse_keys_of_other_kinds(table, design.kind);
  design.count = table.integer("count", design.count, 1, kMostSettings);
  design.space.fixed = read_fixed(table, rig.knobs);
  const auto varied = varied_knobs(table, rig.knobs, design.space.fixed);
  design.space.axes = read_axes(table, rig.knobs, varied);
  if (design.kind == DesignKind::Grid) {
    design.levels = read_levels(table, rig.knobs, design.space.axes);
  }
  if (design.kind == DesignKind::List) {
    design.listed = read_listed(table, rig.knobs, design.space.fixed, folder);
    fit_space_to_list(design);
  }
  design.corners = table.choice<Corners>(
      "corners", Corners::None,
      {{"none", Corners::None}, {"half", Corners::Half}, {"full", Corners::Full}});
  design.centre = table.flag("centre", false);
  table.finish();
  check_size(table, design);
  return design;
}

}  // namespace ampsweep::rig
