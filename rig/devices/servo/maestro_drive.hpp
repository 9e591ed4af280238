// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <set>

#include "rig/devices/servo/maestro_codec.hpp"
#include "rig/devices/servo/serial_exchange.hpp"
#include "rig/ports/servo_drive.hpp"

namespace ampsweep::rig {

/// Hobby servos on a Pololu Maestro (knob-protocols.md 4). It reports the pulse it sends, never the
/// shaft: labels are Commanded.
///
/// The speed limit is known to have arrived (error register) before a target is sent; a target
/// counts when the Maestro reports exactly its pulse, twice, and no error. A channel that was off
/// is first sent the pulse it had: the Maestro ramps only from a known one. The first move after
/// switching on therefore runs at the servo's own speed, which is what the slip clutch is for.
/// Afterwards the pulses stop, unless `hold`. On a fault and on STOP they stop at once.
class MaestroDrive final : public ServoDrive {
 public:
  MaestroDrive(std::unique_ptr<SerialLine> line, Clock& clock);

  [[nodiscard]] Result<void> open() override { return line_.open(); }
  [[nodiscard]] Result<std::optional<double>> stands_at(const ServoControl& servo) override;
  [[nodiscard]] Result<double> go(const ServoControl& servo, std::span<const double> way,
                                  const std::stop_token& stop) override;
  [[nodiscard]] Result<double> aim(const ServoControl& servo, double raw) override;
  void let_go(const ServoControl& servo) noexcept override;
  [[nodiscard]] LabelSource source() const override { return LabelSource::Commanded; }
  [[nodiscard]] const ExchangeCount& count() const { return line_.count(); }

 private:
  [[nodiscard]] Result<void> run(const ServoControl& servo, std::span<const double> way,
                                 const std::stop_token& stop);
  [[nodiscard]] Result<int> pulse(const ServoControl& servo);
  [[nodiscard]] Result<int> same_pulse_twice(const ServoControl& servo);
  [[nodiscard]] Result<int> errors(const ServoControl& servo);
  [[nodiscard]] Result<void> start_aiming(const ServoControl& servo);
  [[nodiscard]] Result<void> set_speed(const ServoControl& servo);
  /// Until the Maestro sends that pulse; 0: none.
  [[nodiscard]] Result<void> reach(const ServoControl& servo, int quarter_us,
                                   const std::stop_token& stop);
  [[nodiscard]] Result<bool> ramp(const ServoControl& servo, int quarter_us,
                                  const std::stop_token& stop);
  [[nodiscard]] Result<void> pause(std::chrono::nanoseconds time, const std::stop_token& stop);

  SerialExchange line_;
  Clock& clock_;
  std::set<int> aiming_;        ///< Channels that follow aim(): pulse on, speed known to be capped.
  std::map<int, double> last_;  ///< By channel: the pulse in us its servo stands at.
};

}  // namespace ampsweep::rig
