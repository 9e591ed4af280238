// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/worker_monitor.hpp"

#include <utility>

namespace ampsweep::rig {

WorkerMonitor::WorkerMonitor(MonitorChoice choice, std::vector<AudioSpec> rigs,
                             WorkerCommand worker)
    : choice_(std::move(choice)), rigs_(std::move(rigs)), port_(std::move(worker)) {}

Result<void> WorkerMonitor::play(const MonitorSound& sound) {
  port_.close();  // ramps down what plays
  open_ = false;
  last_ = {};
  const StreamSpec spec = monitor_stream(choice_, sound, rigs_);
  port_.open(spec);
  TakeRequest request;
  request.stimulus = sound.samples;
  request.frames = spec.longest_take;
  request.attempt = 0;
  if (auto begun = port_.begin(request); !begun) {
    port_.close();
    return begun;
  }
  open_ = true;
  last_.state = PlayState::Playing;
  return {};
}

MonitorStatus WorkerMonitor::poll() {
  if (!open_) return last_;
  PortStatus status = port_.poll();
  const bool playing = status.state == PlayState::Playing || status.state == PlayState::Idle;
  last_ = {status.state, status.frame, status.meters.output_peak, std::move(status.fault)};
  if (playing && !last_.fault) return last_;
  port_.close();
  open_ = false;
  return last_;
}

void WorkerMonitor::stop() noexcept {
  if (open_) port_.stop();
}

}  // namespace ampsweep::rig
