// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "rig/ports/device_listing.hpp"

namespace ampsweep::rig {

/// Asks every library for its devices. Inside a worker process: libraries print and may hang.
[[nodiscard]] DeviceListing probe_devices(const std::string& jack_server);

/// Serial devices: /dev/serial/by-id links first (they keep their name), then bare ttys that have
/// none. `dev` is /dev; tests pass a folder of their own.
[[nodiscard]] std::vector<ListedDevice> list_serial_devices(const std::filesystem::path& dev);

}  // namespace ampsweep::rig
