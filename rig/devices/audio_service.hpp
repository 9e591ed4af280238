// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/devices/worker_protocol.hpp"
#include "rig/devices/worker_signals.hpp"
#include "rig/devices/worker_stream.hpp"

namespace ampsweep::rig {

/// The control loop of a worker that serves one audio stream: opens it, starts and stops takes as
/// told, and on the way out ramps down what plays. Returns the exit code of the process.
int serve_audio(int socket, const OpenAudio& request, const StreamFactory& open_stream,
                WorkerSignals& signals);

}  // namespace ampsweep::rig
