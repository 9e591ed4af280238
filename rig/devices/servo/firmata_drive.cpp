// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/servo/firmata_drive.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr auto kBoardAnswerTime = 100ms;
constexpr auto kStep = 20ms;  // a servo's frame
constexpr auto kServoBehind = 300ms;
constexpr auto kBootTry = 500ms;
constexpr int kBootTries = 30;

std::string pin_name(const ServoControl& servo) { return "Firmata " + servo_name(servo); }

template <class Message>
std::optional<Message> message_in(ByteView heard) {
  FirmataParser parser;
  std::optional<Message> found;
  for (const std::uint8_t byte : heard) {
    const auto message = parser.feed(byte);
    if (!message) continue;
    if (const auto* wanted = std::get_if<Message>(&*message)) found = *wanted;
  }
  return found;
}

Bytes joined(Bytes first, const Bytes& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

int rounded(double us) { return static_cast<int>(std::lround(us)); }

/// From `at` towards `to`, as far as the speed allows in one step.
double nearer(const ServoControl& servo, double at, double to) {
  const double step = std::min(servo.speed_deg_s, kMostServoSpeed) * servo.raw_per_deg *
                      std::chrono::duration<double>{kStep}.count();
  return at + std::clamp(to - at, -step, step);
}

}  // namespace

FirmataLimits firmata_limits(const ServoControl& servo) {
  const auto [low, high] = std::minmax(servo.marks.front().raw, servo.marks.back().raw);
  const double lowest = low - servo.overshoot_deg * servo.raw_per_deg;
  const int below = static_cast<int>(std::floor((lowest - 544.0) / 4.0));
  const int above = static_cast<int>(std::ceil((high - 2400.0) / 4.0));
  return {544 + 4 * std::clamp(below, 0, 127), 2400 + 4 * std::clamp(above, -127, 0)};
}

FirmataDrive::FirmataDrive(std::unique_ptr<SerialLine> line, Clock& clock)
    : line_(std::move(line), clock), clock_(clock) {}

Result<void> FirmataDrive::open() {
  if (auto opened = line_.open(); !opened) return opened;
  for (int tries = 0; !booted_ && tries < kBootTries; ++tries) {
    if (auto sent = line_.send(firmata_ask_version()); !sent) return sent;
    auto heard = line_.listen(
        kBootTry, [](ByteView bytes) { return message_in<FirmataVersion>(bytes).has_value(); });
    if (!heard) return tl::unexpected(heard.error());
    const auto version = message_in<FirmataVersion>(*heard);
    booted_ = version && version->major == 2;
  }
  if (booted_) return {};
  const std::string what = "nothing on \"" + line_.name() + "\" speaks Firmata 2";
  return tl::unexpected(
      Fault{FaultCode::KnobNotReached, what + ": upload StandardFirmata to the board"});
}

Result<std::optional<double>> FirmataDrive::stands_at(const ServoControl& servo) {
  const auto last = last_.find(servo.address);
  if (last == last_.end()) return std::nullopt;
  const auto now = pin(servo);
  if (!now) return tl::unexpected(now.error());
  const bool keeps =
      now->mode == static_cast<int>(FirmataMode::Servo) && now->value == rounded(last->second);
  if (keeps) return last->second;
  last_.erase(last);  // it was reset: nobody knows what it did meanwhile
  return std::nullopt;
}

Result<FirmataPin> FirmataDrive::pin(const ServoControl& servo) {
  const auto mine = [&](ByteView heard) {
    auto found = message_in<FirmataPin>(heard);
    if (found && found->pin != servo.address) found.reset();
    return found;
  };
  return line_.ask<FirmataPin>(firmata_ask_pin(servo.address), kBoardAnswerTime, mine,
                               pin_name(servo));
}

/// Limits, servo mode and first pulse in one go: between them the board would send another pulse.
Result<void> FirmataDrive::set_up(const ServoControl& servo, double first) {
  const auto limits = firmata_limits(servo);
  const Bytes config = firmata_servo_config(servo.address, limits.lowest_us, limits.highest_us);
  const Bytes mode = firmata_pin_mode(servo.address, FirmataMode::Servo);
  return line_.send(joined(joined(config, mode), firmata_write(servo.address, rounded(first))));
}

Result<double> FirmataDrive::go(const ServoControl& servo, std::span<const double> way,
                                const std::stop_token& stop) {
  for (const double point : way) {
    if (!(point > servo.stop_low && point < servo.stop_high)) {
      return tl::unexpected(
          Fault{FaultCode::KnobNotReached, pin_name(servo) + " was to go beyond its stops"});
    }
    auto moved = step_to(servo, point, stop).and_then([&] { return confirm(servo, point); });
    if (!moved) return tl::unexpected(moved.error());
    if (!clock_.wait(kServoBehind, stop)) {
      return tl::unexpected(Fault{FaultCode::Stopped, "stopped while it turned"});
    }
  }
  return way.back();
}

Result<double> FirmataDrive::aim(const ServoControl& servo, double raw) {
  const auto last = last_.find(servo.address);
  const bool inside = raw > servo.stop_low && raw < servo.stop_high;
  if (last == last_.end() || !inside) {
    let_go(servo);
    return tl::unexpected(Fault{
        FaultCode::KnobNotReached,
        pin_name(servo) + (inside ? " has not been moved before" : " was to go beyond its stops")});
  }
  const double next = nearer(servo, last->second, raw);
  if (auto sent = line_.send(firmata_write(servo.address, rounded(next))); !sent) {
    let_go(servo);
    return tl::unexpected(sent.error());
  }
  last->second = next;
  return next;
}

Result<void> FirmataDrive::step_to(const ServoControl& servo, double to,
                                   const std::stop_token& stop) {
  const auto last = last_.find(servo.address);
  if (last == last_.end()) {
    auto ready = set_up(servo, to);
    if (ready) last_[servo.address] = to;
    return ready;
  }
  double& at = last->second;
  while (at != to) {
    if (!clock_.wait(kStep, stop)) {
      return tl::unexpected(Fault{FaultCode::Stopped, "stopped while it turned"});
    }
    const double next = nearer(servo, at, to);
    if (auto sent = line_.send(firmata_write(servo.address, rounded(next))); !sent) return sent;
    at = next;
  }
  return {};
}

Result<void> FirmataDrive::confirm(const ServoControl& servo, double at) {
  for (int tries = 0; tries < SerialExchange::kTries; ++tries) {
    const auto now = pin(servo);
    if (!now) {
      booted_ = false;  // it may have been reset: wait for it before the next move
      return tl::unexpected(now.error());
    }
    const bool attached = now->mode == static_cast<int>(FirmataMode::Servo);
    if (attached && now->value == rounded(at)) return {};
    auto again =
        attached ? line_.send(firmata_write(servo.address, rounded(at))) : set_up(servo, at);
    if (!again) return again;
  }
  return tl::unexpected(
      Fault{FaultCode::KnobNotReached, pin_name(servo) +
                                           " does not keep what is written: can that pin of the "
                                           "board drive a servo?"});
}

void FirmataDrive::let_go(const ServoControl& servo) noexcept {
  if (!line_.opened() || last_.erase(servo.address) == 0) return;
  try {
    for (int tries = 0; tries < SerialExchange::kTries; ++tries) {
      if (!line_.send(firmata_pin_mode(servo.address, FirmataMode::Input))) return;
      const auto now = pin(servo);
      if (!now || now->mode == static_cast<int>(FirmataMode::Input)) return;
    }
  } catch (const std::exception&) {
    // out of memory: the clutch slips
  }
}

}  // namespace ampsweep::rig
