// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "rig/ports/clock.hpp"
#include "rig/ports/knob_actuator.hpp"
#include "rig/ports/servo_drive.hpp"

namespace ampsweep::rig {

/// What is known of a servo knob at a raw position.
[[nodiscard]] KnobLabel servo_label(const Knob& knob, double raw, LabelSource source);

/// Knobs on the servos of one port, turned one after the other: the supply feeds one motor at a
/// time, and a fault stops before the next one moves.
///
/// Labels: where the shaft stands after the settling time, read back, where the drive can; else as
/// commanded. A knob that stands where the last move left it (read back within 0.5 degrees) is not
/// moved again.
///
/// Faults: KnobNotReached, naming the knob: also when a knob let go of does not stay within 2
/// degrees. Stopped. After either the servo is let go of.
/// Throws SetupError{Device} at the first move when the port cannot be opened.
class ServoActuator final : public KnobActuator {
 public:
  /// Needs: every knob has a ServoControl on the port of `drive`. `clock` outlives this object.
  ServoActuator(std::vector<Knob> knobs, std::unique_ptr<ServoDrive> drive, Clock& clock);
  ~ServoActuator() override;
  ServoActuator(const ServoActuator&) = delete;
  ServoActuator& operator=(const ServoActuator&) = delete;

  [[nodiscard]] std::vector<std::string> knobs() const override;
  [[nodiscard]] Result<std::vector<KnobLabel>> move(const Setting& setting,
                                                    const std::stop_token& stop) override;
  /// Goes straight to the value, inside the marks: no overshoot, so the play of the gears is in
  /// what it does. A fault lets go of the servo.
  [[nodiscard]] Result<KnobLabel> steer(const std::string& knob, double printed) override;
  /// Opens the port: where a shaft can be read back it is.
  [[nodiscard]] Result<std::vector<KnobLabel>> standing() override;
  /// Read back, where the drive can: within half a degree of where they were left. A servo that
  /// does not answer may have been turned; steered knobs are not asked.
  [[nodiscard]] Result<void> held() override;
  void forget() noexcept override {}  // a knob on a panel keeps its place
  void doubt() noexcept override { reached_.clear(); }
  /// Force off, knob by knob.
  void release() noexcept override;

 private:
  struct Reached {
    double target{0.0};
    double raw{0.0};
  };

  [[nodiscard]] Result<bool> turn(const Knob& knob, double target, const std::stop_token& stop);
  [[nodiscard]] bool still_there(const Knob& knob, double target, std::optional<double> now) const;
  [[nodiscard]] Result<KnobLabel> settled(const Knob& knob, double target);

  std::vector<Knob> knobs_;
  std::unique_ptr<ServoDrive> drive_;
  Clock& clock_;
  std::map<std::string, Reached> reached_;
  std::map<std::string, double> steered_;  ///< Sent by steer() since the last move().
};

}  // namespace ampsweep::rig
