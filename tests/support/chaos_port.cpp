// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/chaos_port.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "rig/model/result.hpp"

namespace ampsweep::test {

using namespace rig;

StreamInfo ChaosPort::open(const StreamSpec& spec) {
  books_.anything_may_happen();
  books_.must(spec.safety.output_ceiling.value() == rig_.safety.output_ceiling.value(),
              "a stream with another ceiling than the rig's");
  if (books_.chance(0.1)) throw SetupError(SetupKind::Device, "no device", "");
  books_.open = true;
  books_.lost = false;
  return behind_->open(spec);
}

Result<void> ChaosPort::begin(const TakeRequest& request) {
  check(request);
  ++books_.sounds;
  is_take_ = request.attempt > 0;
  key_ = {request.take, request.attempt};
  books_.anything_may_happen();
  if (is_take_) books_.takes.push_back({clock_.now(), clock_.now()});
  if (books_.chance(0.02)) {
    books_.lost = true;
    spoil();
    return tl::unexpected(Fault{FaultCode::StreamLost, "gone"});
  }
  if (is_take_) {
    auto& stood = books_.stood[key_];
    stood["gain"] = panel_.positions().gain;
    stood["treble"] = panel_.positions().treble;
  }
  polls_ = 0;
  stop_seen_ = -1;
  stopping_ = false;
  length_ = static_cast<int>(books_.random.below(4));
  playing_ = true;
  return behind_->begin(request);
}

PortStatus ChaosPort::poll() {
  books_.anything_may_happen();
  PortStatus status = behind_->poll();
  if (!playing_) return status;
  ++polls_;
  if (books_.stop.stop_requested() && !stopping_) {
    if (stop_seen_ < 0) stop_seen_ = polls_;
    books_.must(polls_ - stop_seen_ <= 2, "it sounds on after STOP");
  }
  if (stopping_) return ended(status, PlayState::Stopped);
  if (const auto fault = mishap()) {
    status.fault = fault;
    return ended(status, PlayState::Muted);
  }
  if (polls_ <= length_) {
    status.state = PlayState::Playing;
    status.frame = SampleCount{polls_};
    status.recording.reset();
    return status;
  }
  playing_ = false;
  if (!is_take_) books_.proven = true;
  if (is_take_) harm(status);
  close_books();
  return status;
}

void ChaosPort::check(const TakeRequest& request) {
  ChaosBooks& books = books_;
  books.must(books.armed, "sound before the check-list was confirmed");
  books.must(books.open && !books.lost, "sound on a stream that is closed or lost");
  books.must(!books.stop.stop_requested(), "something began after STOP");
  books.must(!books.released, "sound after the knobs were released");
  books.must(!books.tap_failed, "sound after a tap fault in a take");
  if (request.attempt > 0) {
    books.must(books.proven, "a take before the load has answered");
    books.must(request.tap != nullptr, "a take without a tap corridor");
    check_duty();
  }
  check_level(request);
  check_knobs(request);
}

void ChaosPort::check_level(const TakeRequest& request) {
  double peak = 0.0;
  for (const float x : request.stimulus) peak = std::max(peak, std::abs(static_cast<double>(x)));
  const double sent = 20.0 * std::log10(std::max(peak, 1e-12));
  books_.must(sent <= rig_.safety.output_ceiling.value() + 1e-6, "louder than the ceiling");
}

void ChaosPort::check_knobs(const TakeRequest& request) {
  const auto& at = panel_.positions();
  if (first_ && request.attempt == 0) {
    books_.must(at.gain <= ChaosBooks::kGainTolerance,
                "the first sound is not at the quietest setting");
  }
  first_ = false;
  const auto off = [&](double stands, const char* id) {
    return std::abs(stands - request.setting.at(id) / 10.0);
  };
  books_.must(off(at.gain, "gain") <= ChaosBooks::kGainTolerance &&
                  off(at.treble, "treble") <= ChaosBooks::kServoReach,
              "it plays at another setting than it says");
  books_.must(!servo_.torque_on(), "sound while a servo holds a knob");
}

/// What was played since the first take, over the share allowed, fits into the time that went by.
void ChaosPort::check_duty() {
  if (books_.takes.empty()) return;
  double played_s = 0.0;
  for (const auto& take : books_.takes) played_s += seconds_of(take.to - take.from);
  const double passed_s = seconds_of(clock_.now() - books_.takes.front().from);
  books_.must(played_s <= allowed_duty(rig_.load, rig_.safety) * passed_s + 1e-6,
              "the load is driven beyond its duty");
}

std::optional<Fault> ChaosPort::mishap() {
  if (!books_.chance(0.03)) return std::nullopt;
  constexpr FaultCode kMishaps[]{FaultCode::StreamLost, FaultCode::StreamHung, FaultCode::Muted,
                                 FaultCode::TapLow, FaultCode::TapHigh};
  const FaultCode code = kMishaps[books_.random.below(5)];
  if (code == FaultCode::StreamLost || code == FaultCode::StreamHung) books_.lost = true;
  if (is_take_ && (code == FaultCode::TapLow || code == FaultCode::TapHigh)) {
    books_.tap_failed = true;
  }
  return Fault{code, "chaos"};
}

/// What only the verdict can find.
void ChaosPort::harm(PortStatus& status) {
  if (!books_.chance(0.25)) return;
  spoil();
  if (books_.chance(0.5)) {
    status.xruns = 1;
    return;
  }
  auto broken = std::make_shared<Recording>(*status.recording);
  const auto size = broken->channels.front().size();
  const auto at = static_cast<std::ptrdiff_t>(size / 4 + books_.random.below(size / 3));
  for (auto& channel : broken->channels) {
    channel.erase(channel.begin() + at);
    channel.push_back(0.0F);
  }
  status.recording = std::move(broken);
}

PortStatus ChaosPort::ended(PortStatus status, PlayState state) {
  playing_ = false;
  status.state = state;
  status.recording.reset();
  spoil();
  close_books();
  return status;
}

}  // namespace ampsweep::test
