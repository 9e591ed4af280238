// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rig/plan/design_space.hpp"

namespace ampsweep::rig {

/// A stretch of one knob's travel, ends included, on its printed scale.
struct AvoidStretch {
  std::string knob;
  double low{0.0};
  double high{0.0};
};

/// Settings that no plan should visit: those where every knob named stands inside its stretch.
struct AvoidRule {
  std::vector<AvoidStretch> when;  ///< At least one.
  std::string why;
};

/// The first rule a setting falls under; nothing: it may be visited.
[[nodiscard]] std::optional<std::size_t> avoided_by(const std::vector<AvoidRule>& rules,
                                                    const Setting& setting);

/// The setting moved just out of the rules, one knob at a time by the smallest share of its range
/// that helps: a step beyond the stretch, or a hundredth of the travel for a knob without steps.
/// Nothing when no knob of the space can leave them.
[[nodiscard]] std::optional<Setting> moved_clear(const DesignSpace& space,
                                                 const std::vector<AvoidRule>& rules,
                                                 const Setting& setting);

/// `gain 0..0.3, channel clean (mutes)`, for messages.
[[nodiscard]] std::string rule_text(const std::vector<Knob>& knobs, const AvoidRule& rule);

}  // namespace ampsweep::rig
