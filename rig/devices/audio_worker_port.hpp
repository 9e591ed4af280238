// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "rig/devices/worker_process.hpp"
#include "rig/ports/audio_port.hpp"

namespace ampsweep::rig {

class AudioWorkerStream;

/// AudioPort whose stream lives in a worker process. Stimulus, recording and StreamState are in
/// memory shared with it; a server that hangs costs the worker its life and the take its verdict,
/// never the session.
///
/// Faults:  StreamLost (server or worker gone, device unplugged), StreamHung (no callback for 1 s;
///          the worker was killed), Muted, TapLow, TapHigh. A fault stays until close().
/// Promise: every call returns within 5 s whatever the server or the worker does;
///          tests/rig/devices/audio_worker_port_test.cpp, tests/system/jack_faults_test.cpp.
///          |output| <= the ceiling; silence within 250 ms of the death or hang of this process.
/// Thread:  control.
class AudioWorkerPort final : public AudioPort {
 public:
  explicit AudioWorkerPort(WorkerCommand worker = {});
  ~AudioWorkerPort() override;

  StreamInfo open(const StreamSpec& spec) override;
  [[nodiscard]] Result<void> begin(const TakeRequest& request) override;
  void stop() noexcept override;
  [[nodiscard]] PortStatus poll() override;
  void close() noexcept override;
  [[nodiscard]] std::vector<std::vector<float>> newest_input(std::uint64_t frames) const override;

  /// Of the worker while open, else -1. For messages and tests.
  [[nodiscard]] pid_t worker_pid() const noexcept;

 private:
  WorkerCommand worker_;
  std::unique_ptr<AudioWorkerStream> stream_;
};

}  // namespace ampsweep::rig
