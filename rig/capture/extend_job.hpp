// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "rig/capture/job.hpp"

namespace ampsweep::rig {

struct ExtendedJob {
  Job job;                ///< Its plan: the dataset's takes, then the new ones.
  int first_new{0};       ///< Id of the first new take; all takes of the plan: nothing is new.
  bool simulated{false};  ///< The dataset came from the simulated bench, and so must the new takes.
  bool changed{false};    ///< False: the dataset had all the plan file asks for already.
};

/// Works out what `plan_file` asks for beyond the takes of the dataset in `dir`, and gives the
/// dataset that longer plan (see extend_dataset). Nothing new under the file it was begun or last
/// extended with changes nothing.
/// Throws SetupError: as load_job, open_dataset and extend_dataset.
[[nodiscard]] ExtendedJob extend_job(const std::string& plan_file, const std::filesystem::path& dir,
                                     std::optional<double> allow_correlation);

}  // namespace ampsweep::rig
