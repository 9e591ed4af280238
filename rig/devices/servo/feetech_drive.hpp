// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <set>

#include "rig/devices/servo/feetech_bus.hpp"
#include "rig/devices/servo/feetech_watch.hpp"
#include "rig/ports/servo_drive.hpp"

namespace ampsweep::rig {

/// Feetech STS3215 servos on one bus (knob-protocols.md 5 and 11).
///
/// Before the torque comes on, the torque limit has been written and read back, and the goal is
/// where the shaft stands. Speed is capped. While it moves it is watched (FeetechWatch); whatever
/// ends the move, and STOP, takes the torque off. Afterwards too, unless `hold`.
/// Heat: at 55 C it rests with the torque off until 45 C, 15 minutes at most. Overload: torque off
/// for a second, then once more.
/// Positions are read back: two readings that agree.
class FeetechDrive final : public ServoDrive {
 public:
  FeetechDrive(std::unique_ptr<SerialLine> line, Clock& clock);

  [[nodiscard]] Result<void> open() override { return line_.open(); }
  [[nodiscard]] Result<std::optional<double>> stands_at(const ServoControl& servo) override;
  [[nodiscard]] Result<double> go(const ServoControl& servo, std::span<const double> way,
                                  const std::stop_token& stop) override;
  [[nodiscard]] Result<double> aim(const ServoControl& servo, double raw) override;
  void let_go(const ServoControl& servo) noexcept override;
  [[nodiscard]] LabelSource source() const override { return LabelSource::ReadBack; }
  [[nodiscard]] const ExchangeCount& count() const { return line_.count(); }

 private:
  enum class Outcome { Done, Hot, Overload };

  [[nodiscard]] Result<Outcome> try_way(const ServoControl& servo, std::span<const double> way,
                                        const std::stop_token& stop);
  [[nodiscard]] Result<Outcome> fit(const ServoControl& servo);
  [[nodiscard]] Result<void> make_ready(const ServoControl& servo);
  [[nodiscard]] Result<Outcome> turn_to(const ServoControl& servo, int goal,
                                        const std::stop_token& stop);
  [[nodiscard]] Result<void> cool_down(const ServoControl& servo, const std::stop_token& stop);
  [[nodiscard]] Result<void> pause(std::chrono::nanoseconds time, const std::stop_token& stop);
  [[nodiscard]] Result<void> torque(const ServoControl& servo, bool on);

  SerialExchange line_;
  FeetechBus bus_;
  Clock& clock_;
  std::set<int> aiming_;  ///< Ids that follow aim(): limited, capped, torque on.
};

}  // namespace ampsweep::rig
