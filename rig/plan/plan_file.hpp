// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// What the command line may say on top of the file.
struct PlanOptions {
  std::optional<double> allow_correlation;  ///< --allow-correlation; wins over the file's.
  /// Takes to go on from, whose ids, settings and splits stay: the plan comes back with these
  /// first, and after them, in further blocks, only what the file asks for beyond them.
  std::vector<PlannedTake> before{};
};

/// Reads a plan file (TOML, every key in docs/plan-file.md) and works it out: settings, splits,
/// visiting order.
///
/// Promise: the same file, rig and seed give the same plan on every machine (integer draws, and
///          doubles through + - * / and sqrt, which IEEE 754 fixes to the bit). Take ids are
///          positions in Plan::takes. Every setting names every knob of the rig with a value the
///          knob can take. No held-out setting is a training setting.
/// Refuses: SetupError{Data} "FILE:LINE: thing: what is wrong" with the way out, as load_rig;
///          also a design that cannot be met: more settings asked for than the knobs have, a
///          visiting order whose correlation stays above the limit (names the value reached and the
///          key to set).
[[nodiscard]] Plan load_plan(const std::filesystem::path& file, const Rig& rig,
                             const PlanOptions& options = {});

/// Loads the rig the plan names too (relative to the plan's folder); Plan::rig_file says which.
[[nodiscard]] Plan load_plan(const std::filesystem::path& file, const PlanOptions& options = {});

/// As load_plan, of a text in memory; `file` is what messages call it and where CSV lists are
/// sought.
[[nodiscard]] Plan parse_plan(const std::string& text, const std::filesystem::path& file,
                              const Rig& rig, const PlanOptions& options = {});

/// SHA-256 over what the plan means, which a resumed session must find unchanged: seed, stimulus
/// (its files by name without folder; their content is hashed with the stimulus), the limits of the
/// policy and every take in order, moving knobs included. Not in it: the plan's name and paths, how it came about, a
/// session's patience (retries, reactions, blocks taken again, warm-up, stop_on_failure), listening
/// to the knobs, and the rig (see Rig::hash).
[[nodiscard]] std::string plan_hash(const Plan& plan);

}  // namespace ampsweep::rig
