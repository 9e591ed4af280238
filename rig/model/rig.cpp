// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/rig.hpp"

#include <algorithm>

namespace ampsweep::rig {

double allowed_duty(const LoadSpec& load, const SafetySpec& safety) {
  if (load.kind == "none") return 1.0;
  const double worst_power = 2.0 * load.amp_power.value();
  if (worst_power <= 0.0) return safety.max_duty;
  return std::clamp(load.rating.value() / worst_power, 0.0, safety.max_duty);
}

const char* to_string(AudioApi api) {
  switch (api) {
    case AudioApi::Simulated: return "simulated";
    case AudioApi::Jack: return "jack";
    case AudioApi::Alsa: return "alsa";
  }
  return "simulated";
}

const Knob* find_knob(const Rig& rig, const std::string& id) {
  for (const Knob& knob : rig.knobs) {
    if (knob.id == id) return &knob;
  }
  return nullptr;
}

std::optional<std::size_t> channel_index(const std::vector<Channel>& channels,
                                         const std::string& name) {
  for (std::size_t i = 0; i < channels.size(); ++i) {
    if (channels[i].name == name) return i;
  }
  return std::nullopt;
}

}  // namespace ampsweep::rig
