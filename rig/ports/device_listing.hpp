// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace ampsweep::rig {

/// One thing a rig file can name.
struct ListedDevice {
  std::string kind;      ///< "alsa", "jack output", "jack input", "midi", "serial".
  std::string name;      ///< As the system calls it.
  std::string rig_text;  ///< What to write in the rig file: `device = "hw:Scarlett,0"`.
  std::string detail;    ///< Channels, rates, what it points to; may be empty.
};

/// What `ampsweep devices` shows. An absent server or card is a note, not an error.
struct DeviceListing {
  std::vector<ListedDevice> devices;
  std::vector<std::string> notes;  ///< "No JACK server answers: start one with ...".
};

}  // namespace ampsweep::rig
