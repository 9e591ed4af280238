// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/capture/job.hpp"
#include "rig/capture/session.hpp"
#include "rig/dataset/dataset_writer.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

struct RunOptions {
  std::string out;     ///< Dataset folder.
  bool resume{false};  ///< Goes on with the dataset in `out`.
  bool freewheel{false};
  bool no_tap_guard{false};       ///< Spelled out by the user; recorded.
  std::vector<std::string> said;  ///< What else the ledger should say about safety.
};

/// What a watcher is shown: the session's own snapshot and the dataset as it stands.
using JobObserver = std::function<void(const SessionSnapshot&, const DatasetWriter&)>;

/// Carries a job out on `bench` into a dataset; the front ends differ only in what they show of it.
/// A session that never started leaves no dataset behind.
///
/// Throws:  SetupError (device, arming, load, folder).
/// Thread:  control; `observer` is called on it.
[[nodiscard]] SessionSummary run_job(Job& job, Bench& bench, const RunOptions& options,
                                     const JobObserver& observer, const std::stop_token& stop);

}  // namespace ampsweep::rig
