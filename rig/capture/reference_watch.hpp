// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/model/policy.hpp"
#include "rig/model/take.hpp"

namespace ampsweep::rig {

/// One take at the reference setting, as the next is compared with it.
struct ReferenceSound {
  int take{0};
  std::vector<float> sound;  ///< Aligned, whole.
  DbFsRms noise{-400.0};
};

/// From one reference take to the next.
struct ReferenceChange {
  int from{0};  ///< Take ids.
  int to{0};
  double level_db{0.0};  ///< rms of the whole take; positive: louder.
  double esr{0.0};       ///< Of the later against the earlier.
  double noise_db{0.0};
  bool moved{false};  ///< Beyond the policy's limits.
};

/// "level -0.31 dB, ESR 1.2e-03, noise +0.1 dB from take 0 to take 6".
[[nodiscard]] std::string to_string(const ReferenceChange& change);

/// Needs equal lengths; a silent `before` gives a change that moved.
[[nodiscard]] ReferenceChange compare_references(const ReferenceSound& before,
                                                 const ReferenceSound& after, const Policy& policy);

/// Whether the amp stood still between one reference take and the next, and which takes are to be
/// made again when it did not: all since the earlier one, and the later one, so that they stand
/// between two references again. Each up to `block_retakes` times.
class ReferenceWatch {
 public:
  /// Outlives this.
  explicit ReferenceWatch(const Policy& policy) : policy_(policy) {}

  /// What an earlier run left: its newest reference take, and the takes accepted since.
  void resume(ReferenceSound newest, std::vector<int> since);

  /// An accepted take that is no reference.
  void accepted(int take) { since_.push_back(take); }

  struct Verdict {
    std::optional<ReferenceChange> change;  ///< Empty at the first.
    std::vector<int> again;                 ///< To withdraw and take again; the reference last.
  };
  /// An accepted reference take.
  [[nodiscard]] Verdict reference(ReferenceSound sound);

 private:
  const Policy& policy_;
  std::optional<ReferenceSound> newest_;
  std::vector<int> since_;
  std::map<int, int> retaken_;
};

/// Newest accepted reference take of a dataset and the takes accepted after it, in order of time.
struct SinceReference {
  const AttemptRecord* reference{nullptr};  ///< nullptr: none yet.
  std::vector<int> since;
};
[[nodiscard]] SinceReference since_reference(const Dataset& dataset);

}  // namespace ampsweep::rig
