// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rig/gui/room.hpp"
#include "rig/model/command_facts.hpp"

namespace ampsweep::rig::gui {

/// A verb that needs the devices, or the window itself, and where it is done instead of in Tools.
/// Devices belong to the bench worker: a verb that opens one must stand here.
struct VerbRoom {
  std::string_view verb;
  Room room{Room::Rig};
};

inline constexpr std::array kVerbRooms{
    VerbRoom{"calibrate", Room::Rig},   VerbRoom{"capture", Room::Capture},
    VerbRoom{"check", Room::Rig},       VerbRoom{"devices", Room::Rig},
    VerbRoom{"gui", Room::Rig},         VerbRoom{"knob", Room::Knobs},
    VerbRoom{"measure", Room::Measure}, VerbRoom{"play", Room::Dataset},
    VerbRoom{"serve", Room::Capture}};

/// What the list of the Tools room offers.
struct Tool {
  /// `name` is all that follows "ampsweep": "analyze tone". Its options are the verb's own, then
  /// those that every verb has.
  CommandFacts facts;
  std::optional<Room> room;  ///< Where it is done; empty: here.
};

/// Every verb that can be run, in the order of the command line.
[[nodiscard]] std::vector<Tool> tools_of(const CommandFacts& program);

/// Whether name, summary, last words or an option speak of `words`, upper case or lower.
[[nodiscard]] bool speaks_of(const CommandFacts& verb, const std::string& words);

/// "--harmonics"; the name of an argument.
[[nodiscard]] const std::string& option_label(const OptionFacts& option);

}  // namespace ampsweep::rig::gui
