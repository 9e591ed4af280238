// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/devices/jack_wiring.hpp"
#include "rig/ports/audio_port.hpp"

namespace ampsweep::rig {

/// Throws SetupError{Device}: `monitor` is `rig`, a way into the amp.
[[noreturn]] void refuse_rig_output(const std::string& monitor, const std::string& rig);

/// Throws SetupError{Device} when a JACK port of `spec` is one that a rig in StreamSpec::keep_away
/// plays through, whatever either is called; or when such a rig plays through an ALSA device that
/// some program holds, because that may be this server.
void keep_away_on_jack(const JackWiring& wiring, const StreamSpec& spec);

}  // namespace ampsweep::rig
