// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "rig/devices/servo/feetech_codec.hpp"
#include "rig/model/servo.hpp"

namespace ampsweep::rig {

inline constexpr int kServoHotCelsius = 55;     ///< From here on a servo rests ...
inline constexpr int kServoRestedCelsius = 45;  ///< ... down to here (knob-protocols.md 11.5).

/// What ends a move.
struct ServoTrouble {
  enum class Kind { Hot, Overload, Halt };
  Kind kind{Kind::Halt};
  std::string what;
};

/// Watches one move of a Feetech servo, reading by reading: has it arrived, must it stop?
///
/// Arrived: not moving and within 2 counts for 100 ms; or, held back by friction, not moving for
/// 300 ms within 2 degrees (the label is what is read back). Trouble must show in two readings in a
/// row, as one may be a damaged one: hot or overloaded, supply below 80 %, load above the torque
/// limit, beyond a stop, more than 2 degrees off without moving on for 300 ms, or out of time.
class FeetechWatch {
 public:
  /// `start` and `goal` in counts.
  FeetechWatch(const ServoControl& servo, int start, int goal, std::chrono::nanoseconds now);

  enum class Move { UnderWay, Arrived, Trouble };
  [[nodiscard]] Move look(const FeetechState& state, std::chrono::nanoseconds now);
  /// After Move::Trouble.
  [[nodiscard]] const ServoTrouble& trouble() const { return *trouble_; }

 private:
  [[nodiscard]] std::optional<ServoTrouble> wrong_with(const FeetechState& state) const;
  [[nodiscard]] std::optional<ServoTrouble> stuck(const FeetechState& state,
                                                  std::chrono::nanoseconds now);
  [[nodiscard]] bool arrived(const FeetechState& state, std::chrono::nanoseconds now);

  const ServoControl& servo_;
  int goal_;
  std::chrono::nanoseconds latest_;  ///< When it should long have been there.
  int best_error_;                   ///< Nearest it has come, counts.
  std::chrono::nanoseconds progress_at_;
  int still_position_{-1};
  std::chrono::nanoseconds still_since_{0};
  std::optional<std::chrono::nanoseconds> close_since_;
  std::optional<ServoTrouble> trouble_;
};

/// What forbids a move to begin, or to go on.
[[nodiscard]] std::optional<ServoTrouble> unfit(const ServoControl& servo,
                                                const FeetechState& state);

}  // namespace ampsweep::rig
