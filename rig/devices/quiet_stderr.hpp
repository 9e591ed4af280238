// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ampsweep::rig {

/// Sends this process's stderr to /dev/null: ALSA, JACK, RtAudio and RtMidi print pages there when
/// a card or server is missing, some from the audio thread. For worker processes only.
/// AMPSWEEP_WORKER_STDERR=1 in the environment keeps it.
void quiet_stderr() noexcept;

}  // namespace ampsweep::rig
