// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/panama_round.hpp"

#include "rig/plan/plan_tables.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/text_file.hpp"
#include "rig/plan/toml_text.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

TableReader design_of(TableReader& root) {
  auto design = root.table("design", "[design]");
  if (design && design->text("kind", "") == "panama") return *std::move(design);
  root.refuse(
      "design", "is not of kind \"panama\"",
      "[design] kind = \"panama\", points = \"OUT/active_learning_inputs/new_points.json\", "
      "knobs = [ ... ] in the trainer's order");
}

}  // namespace

fs::path panama_points_file(const fs::path& plan) {
  const ConfigNode document = parse_toml(read_text_file(plan), plan.string());
  TableReader root{plan.string(), std::get<ConfigTable>(document.value), 1, ""};
  TableReader design = design_of(root);
  return (plan.parent_path() / design.required_text("points")).lexically_normal();
}

PanamaRound load_panama_round(const fs::path& plan) {
  const ConfigNode document = parse_toml(read_text_file(plan), plan.string());
  TableReader root{plan.string(), std::get<ConfigTable>(document.value), 1, ""};
  const fs::path folder = plan.parent_path();
  const Rig rig = load_rig((folder / root.required_text("rig")).lexically_normal());
  const DesignSpec design = read_design(design_of(root), rig, folder);
  PanamaRound round{design.panama.file, design.panama.axes, {}};
  const auto points = panama_points(read_text_file(design.panama.file), design.panama.file);
  if (points.size() != design.listed.size()) {
    root.refuse("design", "reads a point file that changes meanwhile", "try again");
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    round.wanted.push_back({points[i], design.listed[i]});
  }
  return round;
}

}  // namespace ampsweep::rig
