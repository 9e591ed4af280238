// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/ports/output_guard.hpp"

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

GuardTimes sane(GuardTimes times) noexcept {
  times.ramp = std::max(times.ramp, 1);
  times.shut = std::clamp(times.shut, 1, times.ramp);
  return times;
}

}  // namespace

OutputGuard::OutputGuard(const GuardTimes& times) noexcept : times_(sane(times)) {}

void OutputGuard::begin(std::int64_t frames) noexcept {
  const GuardTimes times = times_;
  *this = OutputGuard{times};
  frames_ = frames;
  state_ = frames > 0 ? PlayState::Playing : PlayState::Complete;
}

void OutputGuard::stop() noexcept {
  if (!playing() || shutting()) return;
  left_ = times_.shut;
  end_ = PlayState::Stopped;
}

void OutputGuard::mute(MuteReason reason) noexcept {
  if (shutting() && end_ == PlayState::Muted) return;
  if (!shutting()) left_ = times_.shut;  // a stop on its way is as fast already
  end_ = PlayState::Muted;
  reason_ = reason;
  mute_frame_ = frame_;
}

void OutputGuard::callback(std::uint32_t frames, bool beaten) noexcept {
  if (!playing()) return;
  since_beat_ = beaten ? 0 : since_beat_ + frames;
  if (since_beat_ > times_.heartbeat) mute(MuteReason::HeartbeatStale);
}

void OutputGuard::tap(float peak, float lowest, float highest) noexcept {
  if (!playing() || shutting()) return;
  strikes_low_ = peak < lowest ? strikes_low_ + 1 : 0;
  strikes_high_ = peak > highest ? strikes_high_ + 1 : 0;
  if (strikes_low_ >= kTapStrikes) mute(MuteReason::TapLow);
  if (strikes_high_ >= kTapStrikes) mute(MuteReason::TapHigh);
}

float OutputGuard::gain() const noexcept {
  if (!playing()) return 0.0F;
  float gain = 1.0F;
  if (frame_ < times_.ramp) gain *= raised_cosine(frame_, times_.ramp);
  if (const auto to_come = frames_ - 1 - frame_; to_come < times_.ramp) {
    gain *= raised_cosine(to_come, times_.ramp);
  }
  if (shutting()) gain *= raised_cosine(left_ - 1, times_.shut);
  return gain;
}

bool OutputGuard::frame_done() noexcept {
  if (!playing()) return false;
  ++frame_;
  if (shutting() && --left_ == 0) {
    state_ = end_;
  } else if (frame_ >= frames_) {
    state_ = shutting() && end_ == PlayState::Muted ? PlayState::Muted : PlayState::Complete;
  }
  return !playing();
}

}  // namespace ampsweep::rig
