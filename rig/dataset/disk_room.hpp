// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

#include "rig/model/result.hpp"
#include "rig/model/rig.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// What one take may need on the disk: its recording, two seconds of tail included, and every cut.
[[nodiscard]] std::int64_t take_bytes(const Rig& rig, SampleCount stimulus);

/// Free for this user where `dir` lies. Faults: WriteFailed when nobody can say: the disk is gone.
[[nodiscard]] Result<std::int64_t> free_bytes(const std::filesystem::path& dir);

/// Faults: DiskFull, with both figures; WriteFailed.
[[nodiscard]] Result<void> require_room(const std::filesystem::path& dir, std::int64_t bytes);

}  // namespace ampsweep::rig
