// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// Reads a rig file: TOML, every key in docs/rig-file.md.
///
/// Promise: a Rig that is returned is complete and within every documented range; hash is set.
/// Refuses: SetupError{Data} "FILE:LINE: thing: what is wrong" with the way out: a file that cannot
///          be read, TOML that does not parse, unknown and missing keys, values of the wrong kind
///          or out of range, two knobs with one id or on one control, channels that contradict each
///          other.
[[nodiscard]] Rig load_rig(const std::filesystem::path& file);

/// As load_rig, of a text that is already in memory; `file` is what messages call it.
[[nodiscard]] Rig parse_rig(const std::string& text, const std::filesystem::path& file);

/// SHA-256 over what the rig means: equal for two files that differ only in comments, layout,
/// spelled out defaults, file name or calibration. Needs nothing of rig.hash; load_rig has filled
/// that in.
[[nodiscard]] std::string rig_hash(const Rig& rig);

}  // namespace ampsweep::rig
