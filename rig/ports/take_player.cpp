// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/ports/take_player.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ampsweep::rig {
namespace {

/// Raised cosine from 0 (done = 0) to 1 (done = total).
float raised_cosine(std::int64_t done, std::int64_t total) noexcept {
  if (done >= total) return 1.0F;
  if (done <= 0) return 0.0F;
  const auto share = static_cast<float>(done) / static_cast<float>(total);
  return 0.5F - 0.5F * std::cos(std::numbers::pi_v<float> * share);
}

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
    : limits_(sane(limits)), state_(state), memory_(memory) {
  serial_ = state.begin_serial.load(std::memory_order_acquire);
}

void TakePlayer::process(float* const* out, const float* const* in, std::uint32_t frames) noexcept {
  accept_commands();
  if (running_) watch_heartbeat(frames);
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
  state_.frame.store(frame_, std::memory_order_relaxed);
  state_.frames_total.fetch_add(frames, std::memory_order_relaxed);
  heard_ += frames;
  state_.scope.publish(heard_);
  state_.callbacks.fetch_add(1, std::memory_order_release);
}

void TakePlayer::accept_commands() noexcept {
  const auto begin = state_.begin_serial.load(std::memory_order_acquire);
  if (begin != serial_) {
    if (running_) {
      fade_to_stop();  // the new take waits for the old one's silence
      return;
    }
    start_take(begin);
  }
  // Read after begin_serial: a stop that was asked for after that begin is seen here or later.
  const auto stop = state_.stop_take.load(std::memory_order_acquire);
  if (running_ && stop == serial_) fade_to_stop();
}

void TakePlayer::start_take(std::uint32_t serial) noexcept {
  serial_ = serial;
  take_ = memory_;
  frame_ = 0;
  running_ = take_.frames > 0;
  fade_ = {};
  strikes_low_ = strikes_high_ = 0;
  block_peak_ = 0.0F;
  beat_seen_ = state_.beats.load(std::memory_order_relaxed);
  frames_since_beat_ = 0;
  state_.mute_reason.store(MuteReason::None, std::memory_order_relaxed);
  state_.mute_frame.store(-1, std::memory_order_relaxed);
  state_.frame.store(0, std::memory_order_relaxed);
  state_.state.store(running_ ? PlayState::Playing : PlayState::Complete,
                     std::memory_order_relaxed);
  // Publishes the fields above: who sees this serial sees them reset, not those of the last take.
  state_.began_serial.store(serial, std::memory_order_release);
}

void TakePlayer::watch_heartbeat(std::uint32_t frames) noexcept {
  const auto beat = state_.beats.load(std::memory_order_relaxed);
  if (beat != beat_seen_) {
    beat_seen_ = beat;
    frames_since_beat_ = 0;
    return;
  }
  frames_since_beat_ += frames;
  if (frames_since_beat_ > limits_.heartbeat_frames) fade_to_mute(MuteReason::HeartbeatStale);
}

void TakePlayer::fade_to_stop() noexcept {
  if (fade_.end != PlayState::Idle) return;
  fade_ = {limits_.ramp_frames, limits_.ramp_frames, PlayState::Stopped};
}

void TakePlayer::fade_to_mute(MuteReason reason) noexcept {
  if (fade_.end == PlayState::Muted) return;
  const int total = limits_.mute_ramp_frames;
  int left = total;
  if (fade_.end == PlayState::Stopped) {  // goes on from where the slower fade is
    left = static_cast<int>(std::int64_t{fade_.left} * total / fade_.total);
  }
  fade_ = {std::max(left, 1), total, PlayState::Muted};
  state_.mute_reason.store(reason, std::memory_order_relaxed);
  state_.mute_frame.store(frame_, std::memory_order_relaxed);
}

float TakePlayer::gain_now() const noexcept {
  const auto ramp = limits_.ramp_frames;
  float gain = 1.0F;
  if (frame_ < ramp) gain *= raised_cosine(frame_, ramp);
  if (const auto to_come = take_.frames - 1 - frame_; to_come < ramp) {
    gain *= raised_cosine(to_come, ramp);
  }
  if (fade_.end != PlayState::Idle) gain *= raised_cosine(fade_.left - 1, fade_.total);
  return gain;
}

void TakePlayer::play_frame(float* const* out, std::uint32_t i) noexcept {
  float sample = 0.0F;
  if (running_ && frame_ < take_.stimulus_frames) sample = take_.stimulus[frame_] * gain_now();
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
    if (running_) take_.recording[c * take_.stride + frame_] = sample;
  }
  if (!running_) return;
  if (limits_.tap_input >= 0) {
    block_peak_ = std::max(block_peak_, std::abs(in[limits_.tap_input][i]));
  }
  ++frame_;
  if (frame_ % kTapBlock == 0) judge_tap_block();
  if (fade_.end != PlayState::Idle && --fade_.left <= 0) {
    end_take(fade_.end);
  } else if (frame_ >= take_.frames) {
    end_take(PlayState::Complete);
  }
}

void TakePlayer::end_take(PlayState how) noexcept {
  running_ = false;
  fade_ = {};
  state_.frame.store(frame_, std::memory_order_relaxed);
  state_.state.store(how, std::memory_order_release);  // publishes the recording
}

void TakePlayer::judge_tap_block() noexcept {
  const std::int64_t block = frame_ / kTapBlock - 1;
  const float peak = block_peak_;
  block_peak_ = 0.0F;
  // The prediction knows nothing of a fade: a falling tap is no evidence then.
  if (fade_.end != PlayState::Idle) return;
  if (take_.tap_low == nullptr || limits_.tap_input < 0 || block >= take_.tap_blocks) return;
  strikes_low_ = peak < take_.tap_low[block] ? strikes_low_ + 1 : 0;
  strikes_high_ = peak > take_.tap_high[block] ? strikes_high_ + 1 : 0;
  if (strikes_low_ >= kTapStrikes) fade_to_mute(MuteReason::TapLow);
  if (strikes_high_ >= kTapStrikes) fade_to_mute(MuteReason::TapHigh);
}

}  // namespace ampsweep::rig
