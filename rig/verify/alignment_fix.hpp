// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "rig/verify/verify_pairs.hpp"

namespace ampsweep::rig {

/// A delay that is taken out from some place of X on.
struct DelayStep {
  std::int64_t from{0};  ///< Sample of X.
  std::int64_t delay_samples{0};
};

/// How a target is moved onto its input: sample n of the copy is the target's sample
/// n (1 + drift) + delay of the step that n is in.
struct AlignmentFix {
  std::vector<DelayStep> steps;  ///< The first from sample 0; one more for each slip.
  double drift_ppm{0.0};         ///< 0: samples are moved as they are, none is computed.
  bool invert{false};            ///< Upside down against most of the set.
  /// Where a slip lies somewhere: the copy may be off by the slip there.
  std::vector<PairSlipFound> unsure;
};

/// Samples by which a copy answers late on purpose: a model cannot answer before it is asked.
inline constexpr int kFixHeadroomSamples = 4;

/// What to take out of each pair of a set; empty for a pair whose relation could not be measured.
///
/// Delay:   one for all pairs that one fits (analysis::shared_delays), less the head-room, in whole
///          samples: the amp's own differences between settings stay.
/// Drift:   only where it is a fault of the pair. Slips: every one that is a fault.
[[nodiscard]] std::vector<std::optional<AlignmentFix>> alignment_fixes(
    const PairSetReport& report, int headroom_samples = kFixHeadroomSamples);

/// Faults of a pair that an aligned copy is rid of.
[[nodiscard]] bool mended_by_alignment(FaultCode code);

}  // namespace ampsweep::rig
