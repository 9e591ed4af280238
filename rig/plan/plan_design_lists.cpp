// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <system_error>

#include "rig/plan/designs/csv_list.hpp"
#include "rig/plan/knob_value.hpp"
#include "rig/plan/plan_design_parts.hpp"
#include "rig/plan/plan_tables.hpp"
#include "rig/plan/refusal_text.hpp"
#include "rig/plan/text_file.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

fs::path named_file(TableReader& table, const char* key, const fs::path& folder) {
  fs::path file = (folder / table.required_text(key)).lexically_normal();
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    table.refuse(key, "names " + quote(file.string()) + ", and there is no such file",
                 "the path is taken from the plan's folder");
  }
  return file;
}

}  // namespace

std::vector<Setting> read_listed(TableReader& table, const std::vector<Knob>& knobs,
                                 const Setting& fixed, const fs::path& folder) {
  if (table.has("csv") == table.has("settings")) {
    table.refuse("", "kind = \"list\" needs csv or settings, not both",
                 "csv = \"file.csv\", or settings = [ { knob = value, ... }, ... ]");
  }
  if (table.has("csv")) {
    const fs::path csv = named_file(table, "csv", folder);
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

PanamaSource read_panama(TableReader& table, const DesignSpace& space,
                         const std::vector<std::string>& order, const fs::path& folder) {
  PanamaSource source;
  for (const std::string& id : order) {
    for (const Axis& axis : space.axes) {
      if (axis.knob.id == id) source.axes.push_back(axis);
    }
  }
  source.file = named_file(table, "points", folder).string();
  return source;
}

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

}  // namespace ampsweep::rig
