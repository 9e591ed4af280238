// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "rig/dataset/dataset.hpp"
#include "rig/dataset/file_ops.hpp"
#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// A plan that begins with the takes of a dataset and goes on.
struct PlanExtension {
  Plan plan;              ///< PlanOptions::before were the dataset's takes.
  std::string file_hash;  ///< Plan::hash of the same file worked out on its own.
};

/// Gives a dataset the longer plan: ids, settings, splits and labels of its takes stay as they are,
/// the new takes wait for a session that resumes. The derived files are written again.
///
/// Promise: the longer plan or the old one, whatever moment a kill or a power cut comes at
///          (tests/rig/dataset/extend_dataset_test.cpp).
/// Throws:  SetupError{Data}: no dataset, damaged, in use (naming the pid), another rig, stimulus,
///          seed, reference or limits (naming what changed), takes that do not begin with the
///          dataset's, nothing new, or the disk fails.
/// Thread:  control; waits for the disk.
void extend_dataset(const std::filesystem::path& dir, const PlanExtension& extension,
                    const Rig& rig, const signals::Stimulus& stimulus,
                    FileOps& ops = posix_file_ops());

/// Throws SetupError{Data} unless rig and stimulus are those the dataset was begun with, naming
/// what changed: ask before its takes are put beside settings of another rig.
void check_same_bench(const Dataset& dataset, const Rig& rig, const signals::Stimulus& stimulus);

/// The plan a session goes on with: the dataset's own when `plan` is the file that the dataset was
/// last extended with, whose takes stand in another order there; else `plan`.
[[nodiscard]] Plan resumed_plan(const Dataset& dataset, Plan plan);

}  // namespace ampsweep::rig
