// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/devices/jack_wiring.hpp"
#include "rig/ports/audio_port.hpp"

namespace ampsweep::rig {

/// Connects this client's ports with those that the rig names, and its loopback directly where it
/// says so. Throws SetupError for a port that is not there, and for one that a rig is to be kept
/// away from.
void connect_ports(JackWiring& wiring, const StreamSpec& spec);

}  // namespace ampsweep::rig
