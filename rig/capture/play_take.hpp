// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "rig/ports/audio_port.hpp"
#include "rig/ports/clock.hpp"

namespace ampsweep::rig {

/// What came back from one playing of a take, whole or not.
struct PlayedTake {
  std::shared_ptr<const Recording> recording;  ///< nullptr when nothing was recorded.
  std::optional<Fault> fault;                  ///< The take is void.
  int xruns{0};
};

using PlayProgress = std::function<void(const PortStatus&)>;

/// Plays `request` to its end, polling the port every 20 ms (the heartbeat).
///
/// A stop request ramps the output down and ends with Fault Stopped. A take whose frame counter
/// stands still for 15 s ends with StreamHung even if the port noticed nothing.
/// Thread: control.
[[nodiscard]] PlayedTake play_take(AudioPort& port, Clock& clock, const TakeRequest& request,
                                   const std::stop_token& stop, const PlayProgress& progress = {});

}  // namespace ampsweep::rig
