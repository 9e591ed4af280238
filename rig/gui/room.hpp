// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace ampsweep::rig::gui {

/// The rooms of the window, in the order in which a capture passes through them; Tools has all
/// that none of the others does.
enum class Room { Rig, Knobs, Signal, Plan, Capture, Measure, Dataset, Log, Tools };

inline constexpr std::array kRooms{Room::Rig,     Room::Knobs,   Room::Signal,
                                   Room::Plan,    Room::Capture, Room::Measure,
                                   Room::Dataset, Room::Log,     Room::Tools};

[[nodiscard]] constexpr const char* to_string(Room room) {
  switch (room) {
    case Room::Rig:
      return "Rig";
    case Room::Knobs:
      return "Knobs";
    case Room::Signal:
      return "Signal";
    case Room::Plan:
      return "Plan";
    case Room::Capture:
      return "Capture";
    case Room::Measure:
      return "Measure";
    case Room::Dataset:
      return "Dataset";
    case Room::Log:
      return "Log";
    case Room::Tools:
      return "Tools";
  }
  return "";
}

}  // namespace ampsweep::rig::gui
