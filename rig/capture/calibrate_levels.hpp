// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/capture/levels_report.hpp"
#include "rig/model/rig.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

/// How the full scales are to be found.
struct LevelsWish {
  Hertz tone{400.0};          ///< Inside the range of cheap true-RMS meters.
  DbFsPeak level{-20.0};      ///< At the output.
  bool amp_connected{false};  ///< The meter stands across the amp's input instead of a free plug.
  bool check{false};          ///< Everything again 10 dB lower: is the path linear?
  bool with_return{true};     ///< A cable joins the send to the return in a second step.
  double meter_percent{1.0};  ///< The meter's stated accuracy, of the reading.
  /// Typed beforehand, in the order asked: the meter's readings at the send, then at the return.
  /// An empty text at the return: as at the send. Where a list is not empty nobody is asked.
  std::vector<std::string> send_readings{};
  std::vector<std::string> return_readings{};
};

/// What goes on: a few words, and the levels of the moment. Called about every 20 ms.
using LevelsObserver = std::function<void(const std::string& doing, const Meters& meters)>;

/// Plays a steady sine at the amp send and asks bench.person what a meter at the amp's end of the
/// cable reads; then, with a cable from there to the amp return, measures the sine that comes back.
///
///   output full scale = reading less the sine's level,  input full scale = reading less the level
///   at the return, in dBu of a sine of 0 dBFS peak. Writes nothing.
///
/// Gates:    both full scales within -20 .. +30 dBu; with `check` the two levels agree within 0.1
/// dB. Accuracy: within 0.01 dB of the simulated bench's truth;
/// tests/rig/capture/calibrate_levels_test. Throws:   SetupError{Device}: the return hums, hisses
/// or clips (with the number), or no tone
///           comes back; the port's faults. SetupError{Safety}: not armed, not confirmed, no
///           reading, stopped. SetupError{Usage}: a level above the ceiling or a reading that is
///           none.
/// Needs:    nobody else uses bench.audio. It is opened and, on every way out, ramped down and
/// closed. Thread:   control; blocks while the person is asked.
[[nodiscard]] LevelsReport calibrate_levels(const Rig& rig, Bench& bench, const LevelsWish& wish,
                                            const LevelsObserver& observer,
                                            const std::stop_token& stop);

/// The rig with a cable in the simulated amp's place, so that what is sent comes back; for
/// AudioApi::Simulated alone.
[[nodiscard]] Rig with_simulated_cable(Rig rig);

}  // namespace ampsweep::rig
