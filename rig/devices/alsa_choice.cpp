// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/alsa_choice.hpp"

#include <charconv>
#include <cstdlib>

#include "rig/devices/alsa_proc.hpp"
#include "rig/devices/near_names.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

unsigned alsa_choice(std::vector<std::string> names, const std::string& wanted) {
  unsigned number = 0;
  const auto* end = wanted.data() + wanted.size();
  const auto parsed = std::from_chars(wanted.data(), end, number);
  if (!wanted.empty() && parsed.ptr == end && number < names.size()) return number;
  const auto found = matches(wanted, names);
  if (found.size() == 1) return static_cast<unsigned>(found.front());
  std::erase(names, "");
  if (found.size() > 1) {
    throw SetupError(SetupKind::Device, "More than one ALSA device is called \"" + wanted + "\".",
                     "a longer part of one of these names: " + quoted_list(names));
  }
  for (const auto& name : alsa_device_names()) {
    if (matches(wanted, {name}).empty()) continue;
    if (const auto holder = alsa_holder(name)) {
      throw SetupError(SetupKind::Device,
                       "ALSA device \"" + name + "\" is busy: " + *holder + " has it open.",
                       "closing that program, or capturing through it if it is a JACK server");
    }
  }
  throw SetupError(SetupKind::Device, "There is no ALSA device \"" + wanted + "\".",
                   "one of: " + quoted_list(names) + " (ampsweep devices)");
}

void refuse_sound_servers(const std::string& device) {
  // The system test runs the ALSA path over a plug-in called "default"; nobody else should.
  if (std::getenv("AMPSWEEP_ALLOW_ALSA_DEFAULT") != nullptr) return;
  for (const char* name : {"default", "pulse", "pipewire", "sysdefault"}) {
    if (device != name) continue;
    throw SetupError(SetupKind::Device,
                     "ALSA device \"" + device +
                         "\" leads to a sound server (Pulse or PipeWire), which resamples and "
                         "drops samples without a word.",
                     "the interface's own hw: device (ampsweep devices), or api = \"jack\" (with "
                     "PipeWire: run ampsweep under pw-jack)");
  }
}

}  // namespace ampsweep::rig
