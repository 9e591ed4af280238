// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/keep_away.hpp"

#include "rig/devices/alsa_proc.hpp"
#include "rig/devices/near_names.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

void refuse_rig_output(const std::string& monitor, const std::string& rig) {
  throw SetupError(SetupKind::Device,
                   "The monitor " + monitor + " is where the rig plays to (" + rig +
                       "): the sound would go into the amp.",
                   "headphones on another device or port (ampsweep devices)");
}

void keep_away_on_jack(const JackWiring& wiring, const StreamSpec& spec) {
  for (const auto& rig : spec.keep_away) {
    for (const auto& mine : spec.audio.outputs) {
      for (const auto& theirs : rig.outputs) {
        const bool here =
            rig.api == AudioApi::Jack && (rig.server.empty() || rig.server == wiring.server());
        if (!here || theirs.port.empty()) continue;
        if (wiring.own_name(mine.port) == wiring.own_name(theirs.port)) {
          refuse_rig_output("jack:" + mine.port, "JACK port " + theirs.port);
        }
      }
    }
    if (rig.api != AudioApi::Alsa) continue;
    const bool by_number = rig.device.find_first_not_of("0123456789") == std::string::npos;
    for (const auto& name : alsa_device_names()) {
      if (!by_number && matches(rig.device, {name}).empty()) continue;
      if (const auto holder = alsa_holder(name)) {
        throw SetupError(SetupKind::Device,
                         "ALSA device \"" + name +
                             "\", which the rig may play through, is held by " + *holder +
                             ", so JACK's ports may lead into the amp.",
                         "an ALSA device as monitor, or closing that program");
      }
    }
  }
}

}  // namespace ampsweep::rig
