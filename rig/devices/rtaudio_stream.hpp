// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rig/devices/worker_stream.hpp"
#include "rig/ports/device_listing.hpp"

namespace ampsweep::rig {

/// Opens and starts a duplex stream through RtAudio on JACK or ALSA, wires it, and returns when it
/// has run for a second (flags of the first second mean nothing: reliability.md 7.4).
/// The only user of RtAudio.h, with rtaudio_callback.hpp.
///
/// JACK: our port number `Channel::index` is connected to `Channel::port`; loopback_direct wires
/// our own loopback output to our loopback input. ALSA: one duplex device, by name, unique part of
/// a name, or number; Pulse and PipeWire's ALSA device are refused.
///
/// Without inputs it is a monitor: played only, and kept away from StreamSpec::keep_away.
///
/// Throws SetupError{Device}: no server, wrong rate, missing port or channel, busy device (its
/// holder is named).
[[nodiscard]] std::unique_ptr<WorkerStream> open_rtaudio_stream(const StreamParts& parts);

/// ALSA devices with channels and rates.
[[nodiscard]] std::vector<ListedDevice> list_alsa_devices();

}  // namespace ampsweep::rig
