// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/chaos_knobs.hpp"

#include <algorithm>

namespace ampsweep::test {

using namespace rig;

Result<std::vector<KnobLabel>> ChaosKnobs::move(const Setting& setting,
                                                const std::stop_token& stop) {
  books_.must(!books_.released, "a knob moved after it was released");
  books_.anything_may_happen();
  if (!books_.chance(0.02)) return PassingKnobs::move(setting, stop);
  Setting elsewhere = setting;
  for (auto& [id, value] : elsewhere) value = books_.random.uniform(0.0, 10.0);
  (void)PassingKnobs::move(elsewhere, {});
  return tl::unexpected(Fault{FaultCode::KnobNotReached, "a knob is stuck"});
}

void ChaosKnobs::release() noexcept {
  books_.released = true;
  PassingKnobs::release();
}

Result<void> ChaosLine::write(ByteView bytes) {
  if (books_.chance(0.0003)) books_.stop.request_stop();
  return behind_->write(bytes);
}

Result<std::vector<KnobLabel>> ChaosServo::move(const Setting& setting,
                                                const std::stop_token& stop) {
  books_.must(!books_.released, "a servo moved after it was released");
  books_.anything_may_happen();
  if (books_.chance(0.05)) servo_.turn_by_hand(books_.random.uniform(kLow, kHigh));
  if (books_.chance(0.03)) servo_.block(servo_.shaft() - 40.0, servo_.shaft() + 40.0);
  auto moved = PassingKnobs::move(setting, stop);
  servo_.unblock();
  look();
  return moved;
}

void ChaosServo::release() noexcept {
  PassingKnobs::release();
  look();
}

void ChaosServo::look() {
  constexpr int kTorqueEnable = 40;
  constexpr int kLimit = 48;
  const auto& writes = servo_.writes();
  for (; writes_seen_ < writes.size(); ++writes_seen_) {
    const auto& [address, values] = writes[writes_seen_];
    if (address == kLimit) limited_ = (values.at(0) | values.at(1) << 8) <= kTorqueLimit;
    if (address == kTorqueEnable && values.at(0) != 0) {
      books_.must(limited_, "torque before its limit was written");
    }
  }
  books_.must(!servo_.torque_on(), "a servo was left under torque");
  books_.must(servo_.highest_load() <= kTorqueLimit, "a servo pushed harder than its limit");
  panel_.turn("treble", std::clamp((servo_.shaft() - kLow) / (kHigh - kLow), 0.0, 1.0));
}

}  // namespace ampsweep::test
