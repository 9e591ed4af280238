// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/ports/take_player.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ampsweep::rig {

TakePlayer::TakePlayer(const PlayerLimits& limits, StreamState& state,
                       const TakeMemory& memory) noexcept
    : limits_(limits), state_(state), memory_(memory) {
  begin_seen_ = state.begin_serial.load(std::memory_order_acquire);
  stop_seen_ = state.stop_serial.load(std::memory_order_acquire);
}

void TakePlayer::process(float* const* out, const float* const* in,
                         std::uint32_t frames) noexcept {
  accept_commands();
  if (running_) watch_heartbeat(frames);
  output_peak_ = 0.0F;
  for (auto& peak : meter_) peak *= 0.9F;

  for (std::uint32_t i = 0; i < frames; ++i) {
    play_frame(out, i);
    record_frame(in, i);
  }

  for (int c = 0; c < limits_.inputs; ++c) {
    state_.input_peak[c].store(meter_[static_cast<std::size_t>(c)], std::memory_order_relaxed);
  }
  state_.output_peak.store(output_peak_, std::memory_order_relaxed);
  state_.frames_total.fetch_add(frames, std::memory_order_relaxed);
  state_.callbacks.fetch_add(1, std::memory_order_relaxed);
  state_.frame.store(frame_, std::memory_order_release);
}

void TakePlayer::accept_commands() noexcept {
  const auto begin = state_.begin_serial.load(std::memory_order_acquire);
  const auto stop = state_.stop_serial.load(std::memory_order_acquire);
  if (begin != begin_seen_) {
    begin_seen_ = begin;
    stop_seen_ = stop;  // a stop that came before this take does not end it
    take_ = memory_;
    frame_ = 0;
    running_ = take_.frames > 0;
    fading_ = false;
    fade_left_ = 0;
    strikes_low_ = strikes_high_ = 0;
    block_peak_ = 0.0F;
    beat_seen_ = state_.beats.load(std::memory_order_relaxed);
    frames_since_beat_ = 0;
    state_.mute_reason.store(MuteReason::None, std::memory_order_relaxed);
    state_.mute_frame.store(-1, std::memory_order_relaxed);
    state_.frame.store(0, std::memory_order_relaxed);
    state_.state.store(running_ ? PlayState::Playing : PlayState::Complete,
                       std::memory_order_release);
    state_.began_serial.store(begin, std::memory_order_release);
  }
  if (stop != stop_seen_) {
    stop_seen_ = stop;
    if (running_) start_fade(PlayState::Stopped, MuteReason::None);
  }
}

void TakePlayer::watch_heartbeat(std::uint32_t frames) noexcept {
  const auto beat = state_.beats.load(std::memory_order_relaxed);
  if (beat != beat_seen_) {
    beat_seen_ = beat;
    frames_since_beat_ = 0;
    return;
  }
  frames_since_beat_ += frames;
  if (frames_since_beat_ > limits_.heartbeat_frames) {
    start_fade(PlayState::Muted, MuteReason::HeartbeatStale);
  }
}

void TakePlayer::start_fade(PlayState end_state, MuteReason reason) noexcept {
  if (fading_) return;
  fading_ = true;
  fade_left_ = limits_.ramp_frames;
  fade_end_ = end_state;
  if (end_state == PlayState::Muted) {
    state_.mute_reason.store(reason, std::memory_order_relaxed);
    state_.mute_frame.store(frame_, std::memory_order_relaxed);
  }
}

void TakePlayer::play_frame(float* const* out, std::uint32_t i) noexcept {
  float sample = 0.0F;
  if (running_ && frame_ < take_.stimulus_frames) sample = take_.stimulus[frame_];
  if (!std::isfinite(sample)) sample = 0.0F;
  if (fading_) {
    const float position = static_cast<float>(std::max(fade_left_, 0)) /
                           static_cast<float>(std::max(limits_.ramp_frames, 1));
    sample *= 0.5F - 0.5F * std::cos(std::numbers::pi_v<float> * position);
  }
  for (int c = 0; c < limits_.outputs; ++c) {
    const float wanted = sample * limits_.gain[static_cast<std::size_t>(c)];
    const float sent = std::clamp(wanted, -limits_.ceiling, limits_.ceiling);
    out[c][i] = sent;
    output_peak_ = std::max(output_peak_, std::abs(sent));
  }
}

void TakePlayer::record_frame(const float* const* in, std::uint32_t i) noexcept {
  for (int c = 0; c < limits_.inputs; ++c) {
    const float sample = in[c][i];
    auto& meter = meter_[static_cast<std::size_t>(c)];
    meter = std::max(meter, std::abs(sample));
    if (running_) take_.recording[c * take_.stride + frame_] = sample;
  }
  if (!running_) return;
  if (limits_.tap_input >= 0) {
    block_peak_ = std::max(block_peak_, std::abs(in[limits_.tap_input][i]));
  }
  ++frame_;
  if (frame_ % kTapBlock == 0) judge_tap_block();
  if (fading_ && --fade_left_ <= 0) {
    running_ = false;
    fading_ = false;
    state_.frame.store(frame_, std::memory_order_relaxed);
    state_.state.store(fade_end_, std::memory_order_release);
  } else if (frame_ >= take_.frames) {
    running_ = false;
    fading_ = false;
    state_.frame.store(frame_, std::memory_order_relaxed);
    state_.state.store(PlayState::Complete, std::memory_order_release);
  }
}

void TakePlayer::judge_tap_block() noexcept {
  const std::int64_t block = frame_ / kTapBlock - 1;
  const float peak = block_peak_;
  block_peak_ = 0.0F;
  if (take_.tap_low == nullptr || limits_.tap_input < 0 || block >= take_.tap_blocks) return;
  strikes_low_ = peak < take_.tap_low[block] ? strikes_low_ + 1 : 0;
  strikes_high_ = peak > take_.tap_high[block] ? strikes_high_ + 1 : 0;
  if (strikes_low_ >= kTapStrikes) start_fade(PlayState::Muted, MuteReason::TapLow);
  if (strikes_high_ >= kTapStrikes) start_fade(PlayState::Muted, MuteReason::TapHigh);
}

}  // namespace ampsweep::rig
