// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rig/capture/job.hpp"
#include "rig/plan/panama_round.hpp"

namespace ampsweep::rig {

// PANAMA's trainer works in rounds: it writes OUT/active_learning_inputs/new_points.json and ends;
// the next round wants OUT/active_learning_inputs/%04d.wav for every point, aligned to the input it
// trains on. (ETH-DISCO/PANAMA, as of 2025-06.)

/// Where a rig and the trainer meet.
struct PanamaDesk {
  std::filesystem::path out;      ///< The trainer's output folder.
  std::filesystem::path plan;     ///< A plan of kind "panama" on its point file.
  std::filesystem::path dataset;  ///< Grows by every round; takes, ledger and all.
  Devices devices{Devices::Real};
};

/// Throws SetupError{Usage} when the plan reads another point file than that of the folder.
void check_panama_desk(const PanamaDesk& desk);

/// The point file, when it is there and whole; nothing while the trainer has not written it or is
/// writing it. Throws SetupError{Data}: as load_panama_round, for a file that is whole JSON.
[[nodiscard]] std::optional<PanamaRound> panama_round(const PanamaDesk& desk);

/// Points of the round whose sound is not there, or was made for another vector under the same
/// number (a new run of the trainer in an old folder). A sound that knobs.json does not know was
/// put there by somebody else and stays.
[[nodiscard]] std::vector<WantedPoint> missing_sounds(const PanamaDesk& desk,
                                                      const PanamaRound& round);

/// What brings the dataset up to the round: the plan itself where there is no dataset yet, else the
/// dataset's plan lengthened by the settings it has no take of. The order of so few settings always
/// looks like time; it is accepted.
struct PanamaJob {
  Job job;
  bool resume{false};
};
[[nodiscard]] PanamaJob panama_job(const PanamaDesk& desk);

/// Hands over what the dataset has of `missing`: each sound whole or not at all, under its number,
/// after its bytes were held against the ledger's hash; then knobs.json, which says what the
/// numbers of a vector are, and of every point which take it is and where its knobs really stood.
/// Returns the indices handed over. Throws SetupError{Data} when the disk or the dataset fails.
std::vector<int> deliver_sounds(const PanamaDesk& desk, const PanamaRound& round,
                                const std::vector<WantedPoint>& missing);

/// The input the trainer says it trains on, when it is on this machine and is not the dataset's
/// input.wav: takes are aligned to the latter alone. "" when all is well or nothing is known.
[[nodiscard]] std::string other_input(const PanamaDesk& desk);

}  // namespace ampsweep::rig
