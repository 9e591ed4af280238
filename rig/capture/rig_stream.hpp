// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "rig/dataset/dataset.hpp"
#include "rig/model/rig.hpp"
#include "rig/ports/audio_port.hpp"

namespace ampsweep::rig {

/// What a rig's stream is opened with, for takes of at most `longest`: its first input is watched
/// (while a take brings a corridor) unless the rig says otherwise.
[[nodiscard]] StreamSpec stream_of(const Rig& rig, SampleCount longest);

/// A stream that was opened, as the ledger keeps it; `started` in ISO 8601, UTC.
[[nodiscard]] Epoch epoch_of(const StreamInfo& stream, const Rig& rig,
                             std::optional<double> loopback_gain_db, std::string started);

}  // namespace ampsweep::rig
