// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <string>

#include "rig/ports/output_guard.hpp"
#include "signals/random.hpp"

namespace ampsweep::test {

/// One OutputGuard under a random sequence of events, and beside it a plain account of what
/// happened, from which every invariant is checked after every single frame.
class GuardChaos {
 public:
  static constexpr rig::GuardTimes kTimes{24, 6, 60};
  static constexpr int kEvents = 24;

  /// The first invariant broken, empty when none was.
  static std::string run(std::uint64_t seed) {
    GuardChaos chaos{seed};
    for (int i = 0; i < kEvents && chaos.broken_.empty(); ++i) chaos.event();
    return chaos.broken_;
  }

 private:
  explicit GuardChaos(std::uint64_t seed) : random_(seed) {}

  void event() {
    switch (random_.below(8)) {
      case 0:
      case 1:
        if (!guard_.playing()) begin();
        break;
      case 2:
        guard_.stop();
        if (playing_ && told_to_shut_ < 0) told_to_shut_ = 0;
        break;
      case 3:
        beating_ = !beating_;
        break;
      case 4:
        tap();
        break;
      default:
        break;
    }
    callback();
  }

  void begin() {
    frames_ = static_cast<std::int64_t>(random_.below(200));
    guard_.begin(frames_);
    playing_ = frames_ > 0;
    told_to_shut_ = -1;
    muted_ = false;
    played_ = without_beat_ = 0;
    low_ = high_ = 0;
    last_gain_ = 0.0F;
  }

  void tap() {
    const float peaks[] = {0.0F, 0.5F, 2.0F, std::numeric_limits<float>::quiet_NaN()};
    const int times = 1 + static_cast<int>(random_.below(5));
    const float peak = peaks[random_.below(4)];
    for (int i = 0; i < times; ++i) {
      guard_.tap(peak, 0.1F, 1.0F);
      if (!playing_ || told_to_shut_ >= 0) continue;
      low_ = peak < 0.1F ? low_ + 1 : 0;
      high_ = peak > 1.0F ? high_ + 1 : 0;
      if (low_ >= 4 || high_ >= 4) shut_by_mute();
    }
  }

  void shut_by_mute() {
    muted_ = true;
    if (told_to_shut_ < 0) told_to_shut_ = 0;
  }

  void callback() {
    const auto frames = static_cast<std::uint32_t>(1 + random_.below(40));
    guard_.callback(frames, beating_);
    if (playing_) {
      without_beat_ = beating_ ? 0 : without_beat_ + frames;
      if (without_beat_ > kTimes.heartbeat) shut_by_mute();
    }
    for (std::uint32_t i = 0; i < frames && broken_.empty(); ++i) frame();
  }

  void frame() {
    const float gain = guard_.gain();
    must(gain >= 0.0F && gain <= 1.0F, "a gain outside 0..1");
    if (!playing_) must(gain == 0.0F, "sound without a take");
    if (told_to_shut_ >= kTimes.shut - 1) must(gain == 0.0F, "sound after it was told to shut");
    if (told_to_shut_ > 0) must(gain <= last_gain_ || played_ < kTimes.ramp, "it opened again");
    const double steepest = std::numbers::pi / 2.0 * (1.0 / kTimes.shut + 2.0 / kTimes.ramp);
    must(std::abs(gain - last_gain_) <= steepest, "a click");
    last_gain_ = gain;
    guard_.frame_done();
    if (!playing_) return;
    ++played_;
    if (told_to_shut_ >= 0) ++told_to_shut_;
    if (told_to_shut_ >= kTimes.shut || played_ >= frames_) end();
    must(guard_.playing() == playing_, "a take that does not end when it must");
  }

  void end() {
    const bool shut = told_to_shut_ >= kTimes.shut;
    playing_ = false;
    const auto state = guard_.state();
    if (muted_) {
      must(state == rig::PlayState::Muted, "a mute that is not called one");
      must(guard_.mute_reason() != rig::MuteReason::None, "a mute without a reason");
    } else {
      must(state == (shut ? rig::PlayState::Stopped : rig::PlayState::Complete), "a wrong state");
    }
  }

  void must(bool holds, const char* what) {
    if (!holds && broken_.empty()) broken_ = what;
  }

  signals::Random random_;
  rig::OutputGuard guard_{kTimes};
  std::string broken_;
  bool playing_{false};
  bool beating_{true};
  bool muted_{false};
  int told_to_shut_{-1};  ///< Frames since a stop or mute; -1: none.
  std::int64_t frames_{0};
  std::int64_t played_{0};
  std::int64_t without_beat_{0};
  int low_{0};
  int high_{0};
  float last_gain_{0.0F};
};

}  // namespace ampsweep::test
