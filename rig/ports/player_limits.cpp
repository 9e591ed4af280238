// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/ports/player_limits.hpp"

#include <algorithm>
#include <cmath>

#include "signals/level.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kHeartbeatSeconds = 0.2;
constexpr double kMuteRampSeconds = 0.005;

int frames_of(double seconds, SampleRate rate) {
  return static_cast<int>(std::lround(seconds * rate.value()));
}

void check_channels(const StreamSpec& spec) {
  const auto limit = static_cast<std::size_t>(kMaxChannels);
  if (spec.audio.outputs.size() > limit || spec.audio.inputs.size() > limit) {
    throw SetupError(SetupKind::Usage, "The rig names more than 16 channels in one direction.",
                     "leaving out channels that nothing is recorded from");
  }
  if (spec.tap_input && *spec.tap_input >= spec.audio.inputs.size()) {
    throw SetupError(SetupKind::Usage, "The tap is not one of the rig's inputs.",
                     "naming the tap's channel under [audio] inputs");
  }
}

}  // namespace

PlayerLimits player_limits(const StreamSpec& spec) {
  check_channels(spec);
  PlayerLimits limits;
  limits.outputs = static_cast<int>(spec.audio.outputs.size());
  limits.inputs = static_cast<int>(spec.audio.inputs.size());
  for (std::size_t c = 0; c < spec.audio.outputs.size(); ++c) {
    const bool loopback = spec.audio.outputs[c].name == "loopback";
    const auto gain = loopback ? spec.levels.loopback_send_gain : spec.levels.amp_send_gain;
    limits.gain[c] = static_cast<float>(std::min(ratio(gain), 1.0));
  }
  limits.ceiling = static_cast<float>(std::min(amplitude(spec.safety.output_ceiling), 1.0));
  limits.ramp_frames = frames_of(spec.safety.ramp_ms / 1000.0, spec.audio.rate);
  limits.mute_ramp_frames = frames_of(kMuteRampSeconds, spec.audio.rate);
  limits.heartbeat_frames = frames_of(kHeartbeatSeconds, spec.audio.rate);
  if (spec.tap_input) limits.tap_input = static_cast<int>(*spec.tap_input);
  return limits;
}

}  // namespace ampsweep::rig
