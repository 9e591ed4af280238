// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/audio_worker_port.hpp"

#include <utility>

#include "rig/devices/audio_worker_stream.hpp"
#include "rig/ports/player_limits.hpp"

namespace ampsweep::rig {

AudioWorkerPort::AudioWorkerPort(WorkerCommand worker) : worker_(std::move(worker)) {}
AudioWorkerPort::~AudioWorkerPort() { close(); }

StreamInfo AudioWorkerPort::open(const StreamSpec& spec) {
  close();
  if (spec.audio.api == AudioApi::Simulated) {
    throw SetupError(SetupKind::Usage, "The rig asks for simulated audio on the real bench.",
                     "--simulate, or api = \"jack\" or \"alsa\" in the rig file");
  }
  (void)player_limits(spec);  // refuses what no stream can be opened with
  auto stream = std::make_unique<AudioWorkerStream>(worker_, spec);
  auto info = stream->open();
  stream_ = std::move(stream);
  return info;
}

Result<void> AudioWorkerPort::begin(const TakeRequest& request) {
  if (!stream_) return tl::unexpected(Fault{FaultCode::StreamLost, "the stream is not open"});
  return stream_->begin(request);
}

void AudioWorkerPort::stop() noexcept {
  if (stream_) stream_->stop();
}

PortStatus AudioWorkerPort::poll() {
  if (stream_) return stream_->poll();
  PortStatus status;
  status.fault = Fault{FaultCode::StreamLost, "the stream is not open"};
  return status;
}

void AudioWorkerPort::close() noexcept {
  if (!stream_) return;
  stream_->close();
  stream_.reset();
}

std::vector<std::vector<float>> AudioWorkerPort::newest_input(std::uint64_t frames) const {
  return stream_ ? stream_->newest_input(frames) : std::vector<std::vector<float>>{};
}

pid_t AudioWorkerPort::worker_pid() const noexcept { return stream_ ? stream_->pid() : -1; }

}  // namespace ampsweep::rig
