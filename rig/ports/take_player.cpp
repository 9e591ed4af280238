// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/ports/take_player.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig {
namespace {

PlayerLimits sane(PlayerLimits limits) noexcept {
  limits.ceiling = limits.ceiling > 0.0F ? std::min(limits.ceiling, 1.0F) : 0.0F;  // NaN: silence
  limits.outputs = std::clamp(limits.outputs, 0, kMaxChannels);
  limits.inputs = std::clamp(limits.inputs, 0, kMaxChannels);
  limits.ramp_frames = std::max(limits.ramp_frames, 1);
  limits.mute_ramp_frames = std::clamp(limits.mute_ramp_frames, 1, limits.ramp_frames);
  if (limits.tap_input >= limits.inputs) limits.tap_input = -1;
  return limits;
}

}  // namespace

TakePlayer::TakePlayer(const PlayerLimits& limits, StreamState& state,
                       const TakeMemory& memory) noexcept
    : limits_(sane(limits)),
      state_(state),
      memory_(memory),
      guard_({limits_.ramp_frames, limits_.mute_ramp_frames, limits_.heartbeat_frames}) {
  serial_ = state.begin_serial.load(std::memory_order_acquire);
}

void TakePlayer::process(float* const* out, const float* const* in, std::uint32_t frames) noexcept {
  accept_commands();
  watch_heartbeat(frames);
  output_peak_ = 0.0F;
  for (auto& peak : meter_) peak = peak > 1e-9F ? peak * 0.9F : 0.0F;  // no denormals

  for (std::uint32_t i = 0; i < frames; ++i) {
    play_frame(out, i);
    record_frame(in, i);
  }
  publish(frames);
}

void TakePlayer::publish(std::uint32_t frames) noexcept {
  for (int c = 0; c < limits_.inputs; ++c) {
    state_.input_peak[c].store(meter_[static_cast<std::size_t>(c)], std::memory_order_relaxed);
  }
  state_.output_peak.store(output_peak_, std::memory_order_relaxed);
  state_.frame.store(guard_.frame(), std::memory_order_relaxed);
  state_.frames_total.fetch_add(frames, std::memory_order_relaxed);
  heard_ += frames;
  state_.scope.publish(heard_);
  state_.callbacks.fetch_add(1, std::memory_order_release);
}

void TakePlayer::accept_commands() noexcept {
  const auto begin = state_.begin_serial.load(std::memory_order_acquire);
  if (begin != serial_) {
    if (guard_.playing()) {
      guard_.stop();  // the new take waits for the old one's silence
      return;
    }
    start_take(begin);
  }
  // Read after begin_serial: a stop that was asked for after that begin is seen here or later.
  const auto stop = state_.stop_take.load(std::memory_order_acquire);
  if (stop == serial_) guard_.stop();
}

void TakePlayer::start_take(std::uint32_t serial) noexcept {
  serial_ = serial;
  take_ = memory_;
  guard_.begin(take_.frames);
  block_peak_ = 0.0F;
  beat_seen_ = state_.beats.load(std::memory_order_relaxed);
  state_.mute_reason.store(MuteReason::None, std::memory_order_relaxed);
  state_.mute_frame.store(-1, std::memory_order_relaxed);
  state_.frame.store(0, std::memory_order_relaxed);
  state_.state.store(guard_.state(), std::memory_order_relaxed);
  // Publishes the fields above: who sees this serial sees them reset, not those of the last take.
  state_.began_serial.store(serial, std::memory_order_release);
}

void TakePlayer::watch_heartbeat(std::uint32_t frames) noexcept {
  const auto beat = state_.beats.load(std::memory_order_relaxed);
  guard_.callback(frames, beat != beat_seen_);
  beat_seen_ = beat;
  tell_mute();
}

void TakePlayer::tell_mute() noexcept {
  if (guard_.mute_reason() == MuteReason::None) return;
  state_.mute_reason.store(guard_.mute_reason(), std::memory_order_relaxed);
  state_.mute_frame.store(guard_.mute_frame(), std::memory_order_relaxed);
}

void TakePlayer::play_frame(float* const* out, std::uint32_t i) noexcept {
  float sample = 0.0F;
  if (guard_.playing() && guard_.frame() < take_.stimulus_frames) {
    sample = take_.stimulus[guard_.frame()] * guard_.gain();
  }
  for (int c = 0; c < limits_.outputs; ++c) {
    const float wanted = sample * limits_.gain[static_cast<std::size_t>(c)];
    const float sent =
        std::isfinite(wanted) ? std::clamp(wanted, -limits_.ceiling, limits_.ceiling) : 0.0F;
    out[c][i] = sent;
    output_peak_ = std::max(output_peak_, std::abs(sent));
  }
}

void TakePlayer::record_frame(const float* const* in, std::uint32_t i) noexcept {
  for (int c = 0; c < limits_.inputs; ++c) {
    const float sample = in[c][i];
    auto& meter = meter_[static_cast<std::size_t>(c)];
    meter = std::max(meter, std::abs(sample));  // a NaN leaves the meter as it is
    state_.scope.put(c, heard_ + i, sample);
    if (guard_.playing()) take_.recording[c * take_.stride + guard_.frame()] = sample;
  }
  if (!guard_.playing()) return;
  if (limits_.tap_input >= 0) {
    block_peak_ = std::max(block_peak_, std::abs(in[limits_.tap_input][i]));
  }
  const bool ended = guard_.frame_done();
  if (guard_.frame() % kTapBlock == 0) judge_tap_block();
  if (!ended) return;
  state_.frame.store(guard_.frame(), std::memory_order_relaxed);
  state_.state.store(guard_.state(), std::memory_order_release);  // publishes the recording
}

void TakePlayer::judge_tap_block() noexcept {
  const std::int64_t block = guard_.frame() / kTapBlock - 1;
  const float peak = block_peak_;
  block_peak_ = 0.0F;
  if (take_.tap_low == nullptr || limits_.tap_input < 0 || block >= take_.tap_blocks) return;
  guard_.tap(peak, take_.tap_low[block], take_.tap_high[block]);
  tell_mute();
}

}  // namespace ampsweep::rig
