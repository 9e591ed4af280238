// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/capture/judge.hpp"
#include "rig/dataset/dataset_writer.hpp"
#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "rig/ports/bench.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// What a session works with. All outlive it.
struct SessionParts {
  const Rig& rig;
  const Plan& plan;
  const signals::Stimulus& stimulus;
  Bench& bench;
  DatasetWriter& writer;
  Expectations expected;  ///< What earlier runs of this dataset established.
};

/// What an earlier run established: polarity and loopback level, the latter as the rig was
/// calibrated when the dataset was begun, else of its first accepted take.
[[nodiscard]] Expectations established_by(const Dataset& dataset);

}  // namespace ampsweep::rig
