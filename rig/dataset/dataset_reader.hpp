// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "rig/dataset/dataset.hpp"
#include "rig/model/result.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// True when `dir` holds a ledger (whether or not it can be read).
[[nodiscard]] bool is_dataset(const std::filesystem::path& dir);

/// Reads the ledger and nothing else. Writes nothing, waits for nobody; a running session is read
/// as of its last commit.
///
/// Refuses: SetupError{Data}: no ledger, not a ledger, a newer schema, a ledger whose identity row
///          is lost. Lost rows otherwise are listed in Dataset::lost.
[[nodiscard]] Dataset open_dataset(const std::filesystem::path& dir);

/// The stimulus as trained on: samples from input.wav, segments from the ledger.
/// Faults: those of read_wav; HashMismatch, LengthMismatch, FormatMismatch.
[[nodiscard]] Result<signals::Stimulus> read_stimulus(const Dataset& dataset);

/// Absolute path of a file a row names. Faults: FormatMismatch when the name is absolute, holds
/// "..", control characters or a backslash, or leaves the folder through a link.
[[nodiscard]] Result<std::filesystem::path> inside(const std::filesystem::path& dir,
                                                   const std::string& relative);

}  // namespace ampsweep::rig
