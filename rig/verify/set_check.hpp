// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/verify/check_take.hpp"
#include "rig/verify/verify_report.hpp"

namespace ampsweep::rig {

/// Finds takes that hold another take's sound: their level print fits the other's raw recording.
/// A shift read against the wrong recording means nothing, so it is no longer called misaligned.
void find_swapped(std::vector<TakeReading>& readings);

/// Identical audio under different settings: a copied file, or a knob that does nothing.
[[nodiscard]] std::vector<FileFault> check_duplicates(const Dataset& dataset,
                                                      const std::vector<TakeReading>& readings);

/// One setting in more than one of training, validation and test. Labels count, not the plan.
[[nodiscard]] std::vector<FileFault> check_splits(const Dataset& dataset);

/// Rows that cannot be trusted.
[[nodiscard]] std::vector<FileFault> check_ledger(const Dataset& dataset);

struct StrayFiles {
  std::vector<FileFault> faults;
  std::vector<std::string> notes;
};
/// Files in takes/, takes-*/ and raw/ that no row names. Leftovers of a write that was cut off, and
/// files of an attempt without an outcome, are notes. Other folders (report/, export/, measure/)
/// are not looked into. Nobody is told to remove a file while a row is lost: it may be the row's.
[[nodiscard]] StrayFiles check_strays(const Dataset& dataset);

[[nodiscard]] std::vector<EpochCheck> summarise_epochs(const std::vector<TakeCheck>& takes);

}  // namespace ampsweep::rig
