// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/jack_ports.hpp"

#include <string>

#include "rig/devices/keep_away.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

void connect_ports(JackWiring& wiring, const StreamSpec& spec) {
  keep_away_on_jack(wiring, spec);  // before each sound: ports come and go
  const auto& audio = spec.audio;
  const auto ours = [](const char* direction, const Channel& channel) {
    return jack_client_name(std::string{":"} + direction + "port " +
                            std::to_string(channel.index - 1));
  };
  for (const auto& channel : audio.outputs) {
    if (!channel.port.empty()) wiring.connect(ours("out", channel), channel.port);
  }
  for (const auto& channel : audio.inputs) {
    if (!channel.port.empty()) wiring.connect(channel.port, ours("in", channel));
  }
  if (!audio.loopback_direct) return;
  const auto from = channel_index(audio.outputs, "loopback");
  const auto to = channel_index(audio.inputs, "loopback");
  if (!from || !to) {
    throw SetupError(SetupKind::Usage,
                     "loopback_direct needs an output and an input called \"loopback\".",
                     "adding them to the [audio] table");
  }
  wiring.connect(ours("out", audio.outputs[*from]), ours("in", audio.inputs[*to]));
}

}  // namespace ampsweep::rig
