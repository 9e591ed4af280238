// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "rig/model/knob.hpp"
#include "rig/model/result.hpp"
#include "rig/ports/clock.hpp"

namespace ampsweep::rig {

/// The servos of one serial port, in the language of one protocol. Positions are raw: counts or
/// microseconds (ServoMark).
///
/// Thread: control.
class ServoDrive {
 public:
  virtual ~ServoDrive() = default;
  /// Throws SetupError{Device} when the port has never been open and cannot be.
  [[nodiscard]] virtual Result<void> open() = 0;
  /// Where the shaft is, or what was commanded last when the protocol reads no shaft back (nothing
  /// while that is not known). Moves nothing.
  [[nodiscard]] virtual Result<std::optional<double>> stands_at(const ServoControl& servo) = 0;
  /// By way of each of the positions in turn; returns where it arrived. Whatever goes wrong, and on
  /// stop, the servo is let go of or stands still.
  /// Faults: KnobNotReached, Stopped.
  [[nodiscard]] virtual Result<double> go(const ServoControl& servo, std::span<const double> way,
                                          const std::stop_token& stop) = 0;
  /// Sends it towards a position and does not wait: for following a curve while sound plays. Speed
  /// and stops as for go(). The first call after go() or let_go() may take a second, as it puts the
  /// force on; later ones take some 20 ms at most. Returns what was sent: nearer than `raw` where
  /// this program itself keeps the speed.
  /// Needs: an earlier go(). Faults: KnobNotReached; the servo is let go of.
  [[nodiscard]] virtual Result<double> aim(const ServoControl& servo, double raw) = 0;
  /// Takes the force off. Does nothing when the port was never opened.
  virtual void let_go(const ServoControl& servo) noexcept = 0;
  /// ReadBack or Commanded.
  [[nodiscard]] virtual LabelSource source() const = 0;
};

/// The drive of one servo on a port of its own, not opened yet. The clock outlives it.
using ServoFactory =
    std::function<std::unique_ptr<ServoDrive>(const ServoControl& servo, Clock& clock)>;

}  // namespace ampsweep::rig
