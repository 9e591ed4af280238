// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/devices/worker_process.hpp"
#include "rig/ports/device_listing.hpp"

namespace ampsweep::rig {

/// Audio, MIDI and serial devices, each with what a rig file should call it. Probing happens in a
/// worker process: a hung server costs 4 s and becomes a note; nothing is written to stderr.
///
/// Thread: control. Blocks for at most 5 s. Throws SetupError when no worker can be started.
[[nodiscard]] DeviceListing list_devices(const WorkerCommand& worker = {});

}  // namespace ampsweep::rig
