// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include "rig/devices/servo/firmata_codec.hpp"
#include "rig/devices/servo/serial_exchange.hpp"
#include "rig/ports/servo_drive.hpp"

namespace ampsweep::rig {

/// Pulse limits of the board for a servo, as near as StandardFirmata can keep them: it stores them
/// in steps of 4 us in 8 bits around 544 and 2400, so that the lower one can be at most 1056 and
/// the upper one at least 1888. Rounded outward.
struct FirmataLimits {
  int lowest_us{544};
  int highest_us{2400};
};
[[nodiscard]] FirmataLimits firmata_limits(const ServoControl& servo);

/// Hobby servos on an Arduino with StandardFirmata (knob-protocols.md 7). It reports what was
/// written last, never the shaft: labels are Commanded.
///
/// Opening the port resets the board: it is waited for, 15 s at most. The board itself keeps pulses
/// inside firmata_limits(), whatever the line does to them; speed is kept by steps of 20 ms. A
/// position counts when the board reports exactly its value for a pin in servo mode; a board that
/// was reset meanwhile is set up again. On STOP no further step is sent. Pins are let go of only at
/// the end: the firmware starts a servo again at the pulse of another one.
class FirmataDrive final : public ServoDrive {
 public:
  FirmataDrive(std::unique_ptr<SerialLine> line, Clock& clock);

  [[nodiscard]] Result<void> open() override;
  [[nodiscard]] Result<std::optional<double>> stands_at(const ServoControl& servo) override;
  [[nodiscard]] Result<double> go(const ServoControl& servo, std::span<const double> way,
                                  const std::stop_token& stop) override;
  [[nodiscard]] Result<double> aim(const ServoControl& servo, double raw) override;
  void let_go(const ServoControl& servo) noexcept override;
  [[nodiscard]] LabelSource source() const override { return LabelSource::Commanded; }
  [[nodiscard]] const ExchangeCount& count() const { return line_.count(); }

 private:
  [[nodiscard]] Result<FirmataPin> pin(const ServoControl& servo);
  [[nodiscard]] Result<void> set_up(const ServoControl& servo, double first);
  [[nodiscard]] Result<void> step_to(const ServoControl& servo, double to,
                                     const std::stop_token& stop);
  [[nodiscard]] Result<void> confirm(const ServoControl& servo, double at);

  SerialExchange line_;
  Clock& clock_;
  bool booted_{false};
  std::map<int, double> last_;  ///< By pin: the pulse in us written last.
};

}  // namespace ampsweep::rig
