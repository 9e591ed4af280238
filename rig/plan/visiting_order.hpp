// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "rig/plan/correlation.hpp"
#include "rig/plan/plan_spec.hpp"

namespace ampsweep::rig {

struct VisitingOrder {
  std::vector<PlannedTake> takes;  ///< Reference takes included; ids are positions.
  TimeCorrelation correlation;
};

/// Puts settings in an order in which slow drift does not look like a knob, without needless
/// turning.
///
/// Shape:   `spec.blocks` blocks whose sizes differ by at most one, every split spread evenly over
///          them; the reference setting opens each block and closes the last.
/// How:     settings are dealt to blocks at random; inside a block a short tour from reference to
///          reference. Since every block begins and ends there, blocks may be reordered and run
///          backwards at no cost: the arrangement with the least time_correlation() is kept. Above
///          spec.max_correlation it is dealt again with a derived seed (bounded, the best is kept),
///          and at last single takes of the best order change places, which costs some travel.
///          Hand-turned switches and coarse knobs are visited in groups (hand_groups.hpp).
/// `before`: takes of an earlier order, which stay as they are: ids and blocks go on from there,
/// and
///          the correlation is that of the whole.
/// Promise: the same on every machine. The correlation reached is returned, above the limit or not.
/// Needs:   1 <= blocks <= settings.size(); complete settings.
[[nodiscard]] VisitingOrder visiting_order(const std::vector<Knob>& knobs,
                                           const std::vector<PlannedSetting>& settings,
                                           const Setting& reference, const OrderSpec& spec,
                                           std::uint64_t seed,
                                           const std::vector<PlannedTake>& before = {});

}  // namespace ampsweep::rig
