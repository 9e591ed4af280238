// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/open_bench.hpp"

#include <chrono>
#include <utility>

#include "rig/capture/attempt_take.hpp"
#include "rig/capture/rig_stream.hpp"

namespace ampsweep::rig::gui {
namespace {

/// Long enough for a spectrum with lines 6 Hz apart.
constexpr std::uint64_t kScopeFrames = 8192;
constexpr SampleCount kShortest{48000};  // a stream wants memory for some take

}  // namespace

std::shared_ptr<const std::vector<std::vector<float>>> scope_of(const AudioPort& port) {
  return std::make_shared<const std::vector<std::vector<float>>>(port.newest_input(kScopeFrames));
}

OpenBench::~OpenBench() {
  deafen();
  for (const auto& actuator : bench_.actuators) actuator->release();
}

void OpenBench::listen() {
  if (stream_) return;
  stream_ = bench_.audio->open(stream_of(rig_, kShortest));
}

void OpenBench::deafen() {
  if (!stream_) return;
  bench_.audio->close();
  stream_.reset();
}

void OpenBench::show(Board& board) {
  if (!stream_) return;
  // A simulated clock only moves when somebody waits on it; a real one has moved already.
  if (rig_.audio.api == AudioApi::Simulated) {
    bench_.clock->wait(std::chrono::milliseconds{33}, {});
  }
  const PortStatus status = bench_.audio->poll();
  if (status.fault) {
    deafen();
    board.problem(Room::Rig, status.fault->detail, "listen in again once it is mended");
  }
  board.update([&](Snapshot& now) {
    now.live.open = stream_.has_value();
    now.live.stream = stream_.value_or(StreamInfo{});
    now.live.meters = status.meters;
    now.live.scope = scope_of(*bench_.audio);
  });
}

Result<std::vector<KnobLabel>> OpenBench::move(const Setting& setting,
                                               const std::stop_token& stop) {
  return move_knobs(bench_, rig_, setting, stop);
}

}  // namespace ampsweep::rig::gui
