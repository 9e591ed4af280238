// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "rig/devices/worker_stream.hpp"

namespace ampsweep::rig {

/// Body of the hidden verb `audio-worker --fd N`: every vendor library that can block for ever
/// (RtAudio, RtMidi, libjack) runs in such a process, because a process can be killed and a thread
/// cannot. The first message on the socket `fd` decides what it serves: an audio stream, one MIDI
/// output, or a list of devices. Returns the exit code of the process.
///
/// Promise: when the socket closes or the parent dies, a take in hand is ramped to silence and the
///          process ends within 1 s; tests/rig/devices/audio_worker_test.cpp.
/// Thread:  takes over signal handling of the process; call it from main().
int run_audio_worker(int fd);

/// The same with another stream in place of RtAudio; tests run scripted streams this way.
int run_audio_worker(int fd, const StreamFactory& open_stream);

}  // namespace ampsweep::rig
