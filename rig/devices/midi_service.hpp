// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/devices/worker_protocol.hpp"
#include "rig/devices/worker_signals.hpp"

namespace ampsweep::rig {

/// The control loop of a worker that serves one MIDI output: answers CheckMidi, SendMidi and
/// FlushMidi until its parent has gone. Returns the exit code of the process.
int serve_midi(int socket, const MidiSpec& spec, WorkerSignals& signals);

}  // namespace ampsweep::rig
