// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/ports/audio_port.hpp"
#include "rig/ports/monitor.hpp"

namespace ampsweep::rig {

/// Which device a person listens on.
struct MonitorChoice {
  AudioApi api{AudioApi::Jack};
  std::string device;              ///< ALSA: as in a rig file. Its first two outputs are used.
  std::string server;              ///< JACK: empty = environment or default.
  std::vector<std::string> ports;  ///< JACK: all of them hear the same.
};

/// From "jack:system:playback_1,system:playback_2" or "alsa:hw:Headset,0". Throws SetupError{Usage}
/// for anything else: there is no default, because a default may be the amp.
[[nodiscard]] MonitorChoice monitor_choice(const std::string& text);
/// The text it came from.
[[nodiscard]] std::string to_string(const MonitorChoice& choice);

/// The stream that plays `sound`: outputs only, ceiling and ramps of any rig, kept away from
/// `rigs`. Throws SetupError{Usage}: a gain out of range, nothing to play, a rig whose outputs are
/// not named (nothing tells them from a monitor).
[[nodiscard]] StreamSpec monitor_stream(const MonitorChoice& choice, const MonitorSound& sound,
                                        const std::vector<AudioSpec>& rigs);

}  // namespace ampsweep::rig
