// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/plan_file.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <system_error>

#include "rig/plan/correlation.hpp"
#include "rig/plan/coverage.hpp"
#include "rig/plan/designs/role_warp.hpp"
#include "rig/plan/knob_value.hpp"
#include "rig/plan/plan_motion.hpp"
#include "rig/plan/plan_settings.hpp"
#include "rig/plan/plan_tables.hpp"
#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/text_file.hpp"
#include "rig/plan/toml_text.hpp"
#include "rig/plan/visiting_order.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& file) { return file.parent_path(); }

fs::path named_rig(TableReader& root, const fs::path& file) {
  return (folder_of(file) / root.required_text("rig")).lexically_normal();
}

TableReader root_of(const ConfigNode& document, const fs::path& file) {
  return {file.string(), std::get<ConfigTable>(document.value), 1, ""};
}

/// Rounded up, so that what the message proposes is enough.
double two_digits_up(double value) { return std::ceil(value * 100.0) / 100.0; }

void check_correlation(TableReader& root, const OrderSpec& order, const TimeCorrelation& reached) {
  const double limit = std::max(order.max_correlation, order.allow_correlation.value_or(0.0));
  if (reached.largest <= limit) return;
  const std::string value = number_text(two_digits_up(reached.largest));
  root.refuse(root.has("order") ? "order" : "design",
              "cannot be visited without time looking like a knob: |corr(time, " + reached.knob +
                  ")| stays at " + value + ", above " + number_text(limit),
              "more settings or more blocks; or accept it with allow_correlation = " + value +
                  " in [order] or --allow-correlation " + value);
}

/// The training settings where a role-aware design spreads them evenly.
std::optional<double> warped_discrepancy(const DesignSpec& design,
                                         const std::vector<PlannedTake>& takes) {
  if (design.kind != DesignKind::RoleAware) return std::nullopt;
  std::set<Setting> training;
  for (const PlannedTake& take : takes) {
    if (take.split == Split::Train) training.insert(take.setting);
  }
  std::vector<std::vector<double>> columns;
  for (const Axis& axis : design.space.axes) {
    std::vector<double>& column = columns.emplace_back();
    for (const Setting& setting : training) {
      const double share = (setting.at(axis.knob.id) - axis.low) / (axis.high - axis.low);
      column.push_back(unwarped(warp_role(axis), std::clamp(share, 0.0, 1.0)));
    }
  }
  return centred_discrepancy(columns);
}

/// The tables that say how takes are made, and which.
Plan read_head(TableReader& root, const fs::path& file, const Rig& rig, DesignSpec& design) {
  Plan plan;
  plan.file = file.string();
  plan.name = root.text("name", file.stem().string());
  plan.rig_file = named_rig(root, file).string();
  plan.seed = root.seed("seed", plan.seed);
  if (auto table = root.table("stimulus", "[stimulus]")) {
    plan.stimulus = read_stimulus(*table, rig, folder_of(file));
  }
  if (auto table = root.table("policy", "[policy]")) plan.policy = read_policy(*table);
  if (auto table = root.table("warm_up", "[warm_up]")) plan.policy.warm_up = read_warm_up(*table);
  for (const std::string& id : plan.policy.unheard_knobs) {
    (void)knob_named(rig.knobs, id, plan.file, 0, "unheard_knobs");
  }
  auto design_table = root.table("design", "[design]");
  if (!design_table) root.refuse("", "[design] is missing", "add [design] with kind and count");
  design = read_design(*design_table, rig, folder_of(file));
  read_holdout(root.table("holdout", "[holdout]"), design);
  plan.reference = read_reference(root.table("reference", "[reference]"), rig, design);
  if (const auto rule = avoided_by(design.avoid, plan.reference)) {
    root.refuse(
        root.has("reference") ? "reference" : "design",
        "has its reference setting where it avoids: " + rule_text(rig.knobs, design.avoid[*rule]),
        "[reference] setting = { ... } that can be heard: every block is compared with it");
  }
  return plan;
}

/// Blocks for the settings that a plan gains, as large as those it has.
int further_blocks(const std::vector<PlannedTake>& before, std::size_t settings) {
  const auto others = std::count_if(before.begin(), before.end(), [](const PlannedTake& take) {
    return take.split == Split::Reference || take.split == Split::Motion;
  });
  const double blocks = before.back().block + 1;
  const double each = (static_cast<double>(before.size()) - static_cast<double>(others)) / blocks;
  const double wanted = std::round(static_cast<double>(settings) / std::max(1.0, each));
  return std::clamp(static_cast<int>(wanted), 1, static_cast<int>(settings));
}

Plan read_plan(const ConfigNode& document, const fs::path& file, const Rig& rig,
               const PlanOptions& options) {
  TableReader root = root_of(document, file);
  DesignSpec design;
  Plan plan = read_head(root, file, rig, design);
  PlanSettings chosen =
      plan_settings(root, {rig.knobs, design, plan.reference, plan.seed, options.before});
  OrderSpec order =
      read_order(root.table("order", "[order]"), chosen.settings.size() + options.before.size());
  if (options.allow_correlation) order.allow_correlation = options.allow_correlation;
  const std::vector<MotionWish> motions = read_motions(root, rig, plan.reference);
  root.finish();
  plan.notes = std::move(chosen.notes);
  plan.takes = options.before;
  if (!chosen.settings.empty()) {
    if (!plan.takes.empty()) order.blocks = further_blocks(plan.takes, chosen.settings.size());
    VisitingOrder visit = visiting_order(rig.knobs, chosen.settings, plan.reference, order,
                                         plan.seed, options.before);
    check_correlation(root, order, visit.correlation);
    plan.takes = std::move(visit.takes);
    plan.max_correlation = visit.correlation.largest;
  } else {
    plan.max_correlation = time_correlation(rig.knobs, plan.takes).largest;
  }
  append_motions(motions, plan);
  plan.warped_discrepancy = warped_discrepancy(design, plan.takes);
  plan.hash = plan_hash(plan);
  return plan;
}

}  // namespace

Plan parse_plan(const std::string& text, const fs::path& file, const Rig& rig,
                const PlanOptions& options) {
  return read_plan(parse_toml(text, file.string()), file, rig, options);
}

Plan load_plan(const fs::path& file, const Rig& rig, const PlanOptions& options) {
  return parse_plan(read_text_file(file), file, rig, options);
}

Plan load_plan(const fs::path& file, const PlanOptions& options) {
  const ConfigNode document = parse_toml(read_text_file(file), file.string());
  TableReader root = root_of(document, file);
  const fs::path rig_path = named_rig(root, file);
  std::error_code ignored;
  if (!fs::exists(rig_path, ignored)) {
    root.refuse("rig", "names " + quote(rig_path.string()) + ", and there is no such file",
                "the path is taken from the plan's folder");
  }
  return read_plan(document, file, load_rig(rig_path), options);
}

}  // namespace ampsweep::rig
