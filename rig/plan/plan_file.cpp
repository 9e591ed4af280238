// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/plan_file.hpp"

#include <algorithm>
#include <cmath>
#include <system_error>

#include "rig/plan/choose_settings.hpp"
#include "rig/plan/holdout.hpp"
#include "rig/plan/plan_limits.hpp"
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

std::string allowed_count(const DesignSpec& design) {
  return std::to_string(setting_count(design.space, kMostSettings));
}

/// A plan with fewer settings than it asked for would pass unnoticed.
void check_training(TableReader& root, const DesignSpec& design,
                    const std::vector<PlannedSetting>& training) {
  if (training.size() > static_cast<std::size_t>(kMostSettings)) {
    root.refuse("design", "makes more than 5000 settings", "lower count or drop the corners");
  }
  if (design.kind != DesignKind::Sobol && design.kind != DesignKind::LatinHypercube) return;
  int designed = 0;
  for (const PlannedSetting& one : training) designed += one.purpose == Purpose::Design ? 1 : 0;
  if (designed == design.count) return;
  root.refuse("design",
              "asks for count " + std::to_string(design.count) +
                  ", but beside corners and "
                  "centre only " +
                  std::to_string(designed) +
                  " further settings were "
                  "found; the knobs' steps allow " +
                  allowed_count(design) + " in all",
              "lower count, or give the knobs a finer resolution or wider range");
}

void check_holdout(TableReader& root, const DesignSpec& design, std::size_t found) {
  const auto wanted =
      static_cast<std::size_t>(design.validation) + static_cast<std::size_t>(design.test);
  if (found == wanted) return;
  root.refuse(root.has("holdout") ? "holdout" : "design",
              "leaves " + std::to_string(found) + " settings to hold out of " +
                  std::to_string(wanted) + " asked for; the knobs' steps allow " +
                  allowed_count(design) + " in all",
              "lower [holdout] validation and test, or train on fewer settings");
}

std::vector<PlannedSetting> chosen_settings(TableReader& root, const DesignSpec& design,
                                            const Setting& reference, std::uint64_t seed) {
  std::vector<PlannedSetting> settings = training_settings(design, seed);
  check_training(root, design, settings);
  const auto held_out = held_out_settings(design, settings, {reference}, seed);
  check_holdout(root, design, held_out.size());
  settings.insert(settings.end(), held_out.begin(), held_out.end());
  return settings;
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

Plan read_plan(const ConfigNode& document, const fs::path& file, const Rig& rig,
               const PlanOptions& options) {
  TableReader root = root_of(document, file);
  Plan plan;
  plan.file = file.string();
  plan.name = root.text("name", file.stem().string());
  plan.rig_file = named_rig(root, file).string();
  plan.seed = root.seed("seed", plan.seed);
  if (auto table = root.table("stimulus", "[stimulus]")) {
    plan.stimulus = read_stimulus(*table, rig, folder_of(file));
  }
  if (auto table = root.table("policy", "[policy]")) plan.policy = read_policy(*table);
  auto design_table = root.table("design", "[design]");
  if (!design_table) root.refuse("", "[design] is missing", "add [design] with kind and count");
  DesignSpec design = read_design(*design_table, rig, folder_of(file));
  read_holdout(root.table("holdout", "[holdout]"), design);
  plan.reference = read_reference(root.table("reference", "[reference]"), rig, design.space);
  const auto settings = chosen_settings(root, design, plan.reference, plan.seed);
  OrderSpec order = read_order(root.table("order", "[order]"), settings.size());
  if (options.allow_correlation) order.allow_correlation = options.allow_correlation;
  root.finish();
  VisitingOrder visit = visiting_order(rig.knobs, settings, plan.reference, order, plan.seed);
  check_correlation(root, order, visit.correlation);
  plan.takes = std::move(visit.takes);
  plan.max_correlation = visit.correlation.largest;
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
