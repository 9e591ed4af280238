// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/ports/clock.hpp"
#include "rig/ports/operator.hpp"
#include "rig/ports/servo_drive.hpp"

namespace ampsweep::rig {

/// What a calibration works with. All outlive it.
struct ServoBench {
  ServoDrive& drive;
  Operator& person;
  Clock& clock;
};

/// What goes on, in a few words.
using CalibrationObserver = std::function<void(const std::string& doing)>;

/// What a person types to turn a servo in small steps.
struct JogAnswer {
  enum class Kind { Here, Step, Skip, Beyond, Unclear };
  Kind kind{Kind::Unclear};
  double degrees{0.0};  ///< Step; at most kLongestJogDeg either way.
};
inline constexpr double kLongestJogDeg = 10.0;
/// "" is here, "+" and "-" a degree, "++" and "--" five, "+2.5" that many; "skip", "beyond".
[[nodiscard]] JogAnswer jog_answer(const std::string& text);

/// From which side (in raw) a position is reached; Straight: from wherever it stands.
enum class Side { Below, Above, Straight };

/// Where a search by steps ended.
struct Jogged {
  JogAnswer::Kind how{JogAnswer::Kind::Here};  ///< Here, Skip or Beyond.
  double raw{0.0};  ///< Read back where the drive can, else as commanded.
};

/// One servo in a person's hands: turned by hand with the torque off, or in steps by the motor.
///
/// Positions stay inside the stops of the control it works with: those of the device until the
/// knob's own are known, then `inset_deg` inside them.
/// Promise: on every way out the servo is let go of.
/// Throws:  SetupError{Safety} when stopped or when nobody answers, SetupError{Device} for faults
///          of the drive.
class ServoGuide {
 public:
  /// `control` says which servo, its torque and its speed, which is lowered to 45 degrees a second.
  ServoGuide(std::string knob, const ServoControl& control, const ServoBench& bench,
             CalibrationObserver observer, std::stop_token stop);
  ~ServoGuide();
  ServoGuide(const ServoGuide&) = delete;
  ServoGuide& operator=(const ServoGuide&) = delete;

  [[nodiscard]] const ServoControl& control() const { return control_; }
  /// From now on positions keep `inset_deg` from these.
  void keep_inside(double stop_low, double stop_high);
  /// The nearest position it may be sent to.
  [[nodiscard]] double allowed(double raw) const;

  /// Lets go, asks, reads where the shaft stands: twice, until it stands still.
  /// Needs: a drive that reads the shaft.
  [[nodiscard]] double by_hand(const TypedQuestion& question);
  /// Drives there, and on in the steps that are typed, each reached from `side`.
  [[nodiscard]] Jogged jog(const TypedQuestion& question, double start, Side side);
  /// Where it stands then.
  double drive(double raw, Side side);
  [[nodiscard]] std::string ask(const TypedQuestion& question);
  void confirm(const std::string& title, const std::vector<std::string>& lines);
  void let_go() noexcept { bench_.drive.let_go(control_); }
  [[nodiscard]] bool reads_shaft() const { return bench_.drive.source() == LabelSource::ReadBack; }

 private:
  [[nodiscard]] double shaft();
  void wait(std::chrono::milliseconds time);
  void tell(const std::string& doing) const;
  [[noreturn]] void give_up(const Fault& fault) const;

  std::string knob_;
  ServoControl control_;
  RawRange range_;  ///< Allowed positions.
  ServoBench bench_;
  CalibrationObserver observer_;
  std::stop_token stop_;
};

}  // namespace ampsweep::rig
