// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace ampsweep::rig {

/// A STOP of the rig itself, beside the keys and the window: a MIDI pedal under the table.
class StopSwitch {
 public:
  /// Nothing is called any more once this has returned.
  virtual ~StopSwitch() = default;
  /// Listens from now on, until destruction, and calls `pressed` at each press on a thread of its
  /// own. Call it once. Throws SetupError{Device} when it is not there: a STOP that cannot work is
  /// no STOP.
  virtual void watch(std::function<void()> pressed) = 0;
  /// A sentence for each time it was found or lost since the last call. Thread: any.
  [[nodiscard]] virtual std::vector<std::string> look_after() = 0;
};

}  // namespace ampsweep::rig
