// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// The samples of an accepted take, when its file is the one the ledger lists; nothing else is
/// measured.
///
/// Faults: of read_wav(); HashMismatch; FormatMismatch (not mono at the dataset's rate);
///         LengthMismatch; a name that leaves the folder.
[[nodiscard]] Result<std::vector<float>> read_take(const Dataset& dataset, const Outcome& outcome);

/// All channels as they came from the device, one per input of the rig, when the file is the one
/// the ledger lists.
///
/// Faults: of read_wav(); HashMismatch; FormatMismatch (other channels or another rate than the
///         rig's inputs); a name that leaves the folder.
[[nodiscard]] Result<WavAudio> read_raw(const Dataset& dataset, const Outcome& outcome);

}  // namespace ampsweep::rig
