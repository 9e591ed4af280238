// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/dataset/file_ops.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// Takes that sounded right to the gates and wrong to a person.
struct Withdrawal {
  std::vector<int> takes;  ///< Plan indices.
  std::string by;          ///< Who; empty: unknown.
  std::string reason;      ///< Why, in one line; may be empty.
};

struct WithdrawnTake {
  int take{0};
  int attempt{0};        ///< The one that no longer counts; the next is one higher.
  std::string raw_file;  ///< Where its recording is kept; empty when it was not there any more.
};

/// Takes accepted attempts back: each becomes a refused one with FaultCode::Withdrawn, its
/// recording is kept as raw/NNNNN-aK.wav, what had been cut from it is removed, an event says who
/// and why, and the derived files are written again. A session that resumes plays exactly these
/// takes again.
///
/// Promise: all of the takes or none; a kill at any moment leaves the dataset as it was, or
///          withdrawn, or in a state that the next DatasetWriter::resume or withdraw_takes puts
///          right (tests/rig/dataset/withdraw_take_test.cpp kills at every file operation).
///          The only copy of a sound is never deleted: without its recording, a cut goes to lost/.
/// Throws:  SetupError{Usage}: no such take, no accepted attempt at it, a reason of several lines;
///          SetupError{Data}: no dataset, damaged, in use (naming the pid), or the disk fails. In
///          the last case the same call says whether the takes were withdrawn, and ends it if so.
/// Thread:  control; waits for the disk.
std::vector<WithdrawnTake> withdraw_takes(const std::filesystem::path& dir,
                                          const Withdrawal& withdrawal,
                                          FileOps& ops = posix_file_ops());

/// How many of its attempts `by` took back.
[[nodiscard]] int times_withdrawn(const TakeRecord& take, const std::string& by);

}  // namespace ampsweep::rig
