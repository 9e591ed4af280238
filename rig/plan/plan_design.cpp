// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "rig/plan/choose_settings.hpp"
#include "rig/plan/designs/panama_points.hpp"
#include "rig/plan/designs/sobol.hpp"
#include "rig/plan/knob_value.hpp"
#include "rig/plan/plan_design_parts.hpp"
#include "rig/plan/plan_limits.hpp"
#include "rig/plan/plan_tables.hpp"
#include "rig/plan/refusal_text.hpp"
#include "rig/plan/text_file.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kGuitarMlSteps = 5;

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

/// Keys that say nothing under this kind of design would be read as if they did.
void refuse_keys_of_other_kinds(TableReader& table, DesignKind kind) {
  const auto refuse_if = [&](bool wrong, const char* key, const char* where) {
    if (table.has(key) && wrong) table.refuse(key, std::string{"is for "} + where, "remove it");
  };
  refuse_if(!is_sampled(kind), "count", "kind = \"role-aware\", \"sobol\" and \"lhs\" only");
  refuse_if(kind != DesignKind::Grid && kind != DesignKind::Steps, "levels",
            "kind = \"grid\" and \"steps\" only");
  refuse_if(kind != DesignKind::List, "csv", "kind = \"list\" only");
  refuse_if(kind != DesignKind::List, "settings", "kind = \"list\" only");
  refuse_if(kind != DesignKind::Panama, "points", "kind = \"panama\" only");
  refuse_if(kind == DesignKind::List, "range",
            "designs that choose values; a list gives them itself");
  refuse_if(kind == DesignKind::Steps, "one_at_a_time",
            "other kinds; under \"steps\" levels says the same");
}

void check_grid(const TableReader& table, const DesignSpec& design) {
  std::int64_t grid = 1;
  for (const int levels : design.levels) {
    grid *= levels;
    if (grid <= kMostSettings) continue;
    table.refuse("levels", "make more than 5000 settings",
                 "fewer levels or knobs; kind = \"role-aware\" covers many knobs with few "
                 "settings");
  }
}

void check_size(const TableReader& table, const DesignSpec& design) {
  const std::size_t axes = design.space.axes.size();
  if (axes == 0 && !is_listed(design.kind)) {
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
  const auto is_gain = [](const Axis& axis) { return axis.knob.role == KnobRole::Gain; };
  if (design.corners == Corners::HalfByGain &&
      std::none_of(design.space.axes.begin(), design.space.axes.end(), is_gain)) {
    table.refuse("corners", "are to be crossed with gain, and no knob that varies has that role",
                 "role = \"gain\" in the rig file, or corners = \"half\"");
  }
  check_grid(table, design);
}

DesignKind read_kind(TableReader& table) {
  return table.choice<DesignKind>("kind", DesignKind::RoleAware,
                                  {{"role-aware", DesignKind::RoleAware},
                                   {"sobol", DesignKind::Sobol},
                                   {"lhs", DesignKind::LatinHypercube},
                                   {"lhs-maximin", DesignKind::MaximinLatinHypercube},
                                   {"grid", DesignKind::Grid},
                                   {"steps", DesignKind::Steps},
                                   {"list", DesignKind::List},
                                   {"panama", DesignKind::Panama}});
}

/// Complete: what `defaults` leaves out stands in the middle of its range.
std::optional<Setting> read_defaults(TableReader& table, const std::vector<Knob>& knobs,
                                     const DesignSpec& design) {
  auto given = table.table("defaults", "[design] defaults");
  if (!given) return std::nullopt;
  Setting defaults = home_setting(design);
  for (const auto& [id, value] : read_setting(*given, knobs, "defaults")) {
    const auto axis = std::find_if(design.space.axes.begin(), design.space.axes.end(),
                                   [&id = id](const Axis& one) { return one.knob.id == id; });
    if (axis == design.space.axes.end()) {
      given->refuse(id, "does not vary",
                    "leave it out: it stands at " + number_text(design.space.fixed.at(id)));
    }
    if (!is_listed(design.kind) && (value < axis->low || value > axis->high)) {
      given->refuse(id,
                    number_text(value) + " is outside its range " + number_text(axis->low) + ".." +
                        number_text(axis->high),
                    "a value inside, or a wider range");
    }
    defaults[id] = value;
  }
  return defaults;
}

/// Settings that stand beside the design's own points.
void read_extras(TableReader& table, const std::vector<Knob>& knobs, DesignSpec& design) {
  design.corners = table.choice<Corners>("corners", Corners::None,
                                         {{"none", Corners::None},
                                          {"half", Corners::Half},
                                          {"half_by_gain", Corners::HalfByGain},
                                          {"full", Corners::Full}});
  design.centre = table.flag("centre", false);
  design.defaults = read_defaults(table, knobs, design);
  if (design.kind == DesignKind::Steps) {
    design.one_at_a_time = table.integer("levels", kGuitarMlSteps, 2, kMostSettings);
  } else if (table.has("one_at_a_time")) {
    design.one_at_a_time = table.integer("one_at_a_time", 0, 2, kMostSettings);
  }
  design.avoid = read_avoid(table, knobs);
}

}  // namespace

DesignSpec read_design(TableReader table, const Rig& rig, const std::filesystem::path& folder) {
  DesignSpec design;
  design.kind = read_kind(table);
  refuse_keys_of_other_kinds(table, design.kind);
  design.count = table.integer("count", design.count, 1, kMostSettings);
  design.space.fixed = read_fixed(table, rig.knobs);
  const auto varied = varied_knobs(table, rig.knobs, design.space.fixed);
  design.space.axes = read_axes(table, rig.knobs, varied);
  if (design.kind == DesignKind::Grid) {
    design.levels = read_levels(table, rig.knobs, design.space.axes);
  }
  if (design.kind == DesignKind::Panama) {
    design.panama = read_panama(table, design.space, varied, folder);
    design.listed = panama_settings(read_text_file(design.panama.file), design.panama.file,
                                    {design.panama.axes, design.space.fixed});
  }
  if (design.kind == DesignKind::List) {
    design.listed = read_listed(table, rig.knobs, design.space.fixed, folder);
    fit_space_to_list(design);
  }
  read_extras(table, rig.knobs, design);
  table.finish();
  check_size(table, design);
  return design;
}

}  // namespace ampsweep::rig
