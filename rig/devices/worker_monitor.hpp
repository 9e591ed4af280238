// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/devices/audio_worker_port.hpp"
#include "rig/ports/monitor_choice.hpp"

namespace ampsweep::rig {

/// A monitor on JACK or ALSA: one audio stream without inputs in a worker of its own, which plays
/// the sound as a stimulus; ramps, ceiling, heartbeat and hang protection are those of any take.
///
/// The worker refuses what `rigs` play through, before a sound: on JACK the same ports under
/// whatever alias, on ALSA the same device however it is spelled. Across the two: an ALSA monitor
/// is refused while the rig's JACK server does not answer (it then does not hold the rig's
/// interface), a JACK monitor while another program holds the rig's ALSA device (it may be that
/// server). Limit: what a mixer or a cable passes on to the amp is not seen, and PipeWire may let
/// go of an interface that it still plays to; tests/system/jack_monitor_test.cpp.
class WorkerMonitor final : public Monitor {
 public:
  WorkerMonitor(MonitorChoice choice, std::vector<AudioSpec> rigs, WorkerCommand worker = {});

  [[nodiscard]] Result<void> play(const MonitorSound& sound) override;
  [[nodiscard]] MonitorStatus poll() override;
  void stop() noexcept override;

 private:
  MonitorChoice choice_;
  std::vector<AudioSpec> rigs_;
  AudioWorkerPort port_;
  bool open_{false};
  MonitorStatus last_;
};

}  // namespace ampsweep::rig
