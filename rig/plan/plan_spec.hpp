// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rig/model/knob.hpp"
#include "rig/model/plan.hpp"
#include "rig/plan/avoid.hpp"
#include "rig/plan/design_space.hpp"

namespace ampsweep::rig {

enum class DesignKind {
  RoleAware,  ///< Sobol, denser where players turn a knob of that role.
  Sobol,
  LatinHypercube,
  MaximinLatinHypercube,
  Grid,
  Steps,   ///< One knob after the other, and nothing else.
  List,    ///< Written in the plan or a CSV file.
  Panama,  ///< A list that PANAMA's trainer wrote.
};
enum class Corners { None, Half, Full, HalfByGain };

/// Designs that draw points, as many as `count` says.
[[nodiscard]] inline bool is_sampled(DesignKind kind) {
  return kind == DesignKind::RoleAware || kind == DesignKind::Sobol ||
         kind == DesignKind::LatinHypercube || kind == DesignKind::MaximinLatinHypercube;
}
/// Designs whose settings are given one by one.
[[nodiscard]] inline bool is_listed(DesignKind kind) {
  return kind == DesignKind::List || kind == DesignKind::Panama;
}

/// The file of kind = "panama" and what it speaks of.
struct PanamaSource {
  std::string file;        ///< Resolved.
  std::vector<Axis> axes;  ///< One for each number of its vectors.
};

/// What a plan file asks for, before it is worked out.
struct DesignSpec {
  DesignKind kind{DesignKind::RoleAware};
  int count{16};            ///< Sampled designs: distinct settings beside corners and the like.
  std::vector<int> levels;  ///< Grid: values per axis of `space`.
  PanamaSource panama{};
  std::vector<Setting> listed;  ///< Listed designs: complete settings the knobs can take.
  DesignSpace space;
  Corners corners{Corners::None};
  bool centre{false};
  std::optional<Setting> defaults;  ///< Where the amp is usually left: trained on.
  int one_at_a_time{0};  ///< Values of each knob while the others stand at defaults; 0: none.
  std::vector<AvoidRule> avoid;
  int validation{3};  ///< Held-out settings.
  int test{3};
};

struct OrderSpec {
  int blocks{4};
  double max_correlation{0.2};              ///< Aimed at.
  std::optional<double> allow_correlation;  ///< Accepted when the aim is out of reach.
};

/// A setting and what it is for, not yet in visiting order.
struct PlannedSetting {
  Setting setting;
  Split split{Split::Train};
  Purpose purpose{Purpose::Design};
};

}  // namespace ampsweep::rig
