// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace ampsweep::rig {

/// Stable names of the serial ports there are, sorted: the links in `dev`/serial/by-id, and, when
/// there are none, paths of USB ports (ttyUSB0, ttyACM0).
[[nodiscard]] std::vector<std::string> serial_port_names(const std::filesystem::path& dev = "/dev");

/// The device a port name of a rig file means: a path as it is; else the one link of
/// `dev`/serial/by-id that is called so or holds the name as a part.
///
/// Throws SetupError{Device} when none does, or more than one; names those that come near.
[[nodiscard]] std::filesystem::path serial_device(const std::string& name,
                                                  const std::filesystem::path& dev = "/dev");

/// "ampsweep (process 123)" for those that hold the file open, ours left out; "" when nobody is
/// known to.
[[nodiscard]] std::string holders_of(const std::filesystem::path& device,
                                     const std::filesystem::path& proc = "/proc");

}  // namespace ampsweep::rig
