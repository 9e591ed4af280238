// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "rig/model/knob.hpp"
#include "rig/model/plan.hpp"
#include "rig/plan/design_space.hpp"

namespace ampsweep::rig {

enum class DesignKind { Sobol, LatinHypercube, Grid, List };
enum class Corners { None, Half, Full };

/// What a plan file asks for, before it is worked out.
struct DesignSpec {
  DesignKind kind{DesignKind::Sobol};
  int count{16};            ///< Sobol, LatinHypercube: distinct settings beside corners and centre.
  std::vector<int> levels;  ///< Grid: values per axis of `space`.
  std::vector<Setting> listed;  ///< List: complete settings the knobs can take.
  DesignSpace space;
  Corners corners{Corners::None};
  bool centre{false};
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
