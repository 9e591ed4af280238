// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
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
  /// How often a take was taken again for this reason, in this session or an earlier one.
  using Retaken = std::function<int(int take)>;

  /// `policy` outlives this.
  ReferenceWatch(const Policy& policy, Retaken retaken)
      : policy_(policy), retaken_(std::move(retaken)) {}

  /// Starts over: from a reference take, and the takes accepted since.
  void resume(std::optional<ReferenceSound> newest, std::vector<int> since);

  /// An accepted take that is no reference.
  void accepted(int take);
  /// It was taken back.
  void forget(int take) { std::erase(since_, take); }
  /// Takes have been accepted since the newest reference take, or before there was one.
  [[nodiscard]] bool takes_since() const { return !since_.empty(); }

  struct Verdict {
    std::optional<ReferenceChange> change;  ///< Empty at the first.
    std::vector<int> again;                 ///< To withdraw and take again; the reference last.
  };
  /// An accepted reference take.
  [[nodiscard]] Verdict reference(ReferenceSound sound);

 private:
  const Policy& policy_;
  std::optional<ReferenceSound> newest_;
  std::vector<int> since_;  ///< Each once.
  Retaken retaken_;
};

/// The two newest accepted reference takes of a dataset and the takes accepted between and after
/// them, in order of time. A session that was cut off may have kept the newer one without comparing
/// the two.
struct LastReferences {
  const AttemptRecord* before{nullptr};  ///< nullptr: there is but one, or none.
  std::vector<int> between;
  const AttemptRecord* newest{nullptr};  ///< nullptr: none yet.
  std::vector<int> since;
};
[[nodiscard]] LastReferences last_references(const Dataset& dataset);

}  // namespace ampsweep::rig
