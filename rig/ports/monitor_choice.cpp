// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/ports/monitor_choice.hpp"

#include <algorithm>

namespace ampsweep::rig {
namespace {

constexpr Decibels kQuietest{-80.0};
constexpr Decibels kLoudest{0.0};
constexpr const char* kForms =
    "jack:PORT,PORT (as in jack:system:playback_1,system:playback_2) or alsa:hw:NAME; "
    "`ampsweep devices` lists both";

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const auto comma = std::min(text.find(',', from), text.size());
    parts.push_back(text.substr(from, comma - from));
    from = comma + 1;
  }
  return parts;
}

/// A person may have connected an output without a port to anything.
void require_named_outputs(const AudioSpec& rig) {
  for (const Channel& output : rig.outputs) {
    const bool own = rig.loopback_direct && output.name == "loopback";
    if (own || !output.port.empty()) continue;
    throw SetupError(SetupKind::Usage,
                     "Output \"" + output.name +
                         "\" of the rig names no JACK port, so nothing tells the monitor from it.",
                     "port = \"...\" for that output in the rig file, or an ALSA monitor");
  }
}

}  // namespace

MonitorChoice monitor_choice(const std::string& text) {
  MonitorChoice choice;
  if (text.starts_with("jack:")) {
    choice.api = AudioApi::Jack;
    choice.ports = split(text.substr(5));
    const bool whole = std::none_of(choice.ports.begin(), choice.ports.end(),
                                    [](const std::string& port) { return port.empty(); });
    if (whole) return choice;
  } else if (text.starts_with("alsa:") && text.size() > 5) {
    choice.api = AudioApi::Alsa;
    choice.device = text.substr(5);
    return choice;
  }
  throw SetupError(SetupKind::Usage,
                   text.empty() ? "No monitor is named, and there is no default: it may be the amp."
                                : "\"" + text + "\" names no monitor.",
                   kForms);
}

std::string to_string(const MonitorChoice& choice) {
  if (choice.api == AudioApi::Alsa) return "alsa:" + choice.device;
  std::string text = "jack:";
  for (const std::string& port : choice.ports) {
    if (text.back() != ':' || &port != &choice.ports.front()) text += ',';
    text += port;
  }
  return text;
}

StreamSpec monitor_stream(const MonitorChoice& choice, const MonitorSound& sound,
                          const std::vector<AudioSpec>& rigs) {
  if (!(sound.gain >= kQuietest && sound.gain <= kLoudest)) {  // NaN is out of range too
    throw SetupError(SetupKind::Usage, "The monitor's gain is not between -80 and 0 dB.",
                     "-12, and the volume of the headphones");
  }
  if (sound.samples.empty()) {
    throw SetupError(SetupKind::Usage, "There is nothing to play.", "another take");
  }
  StreamSpec spec;
  spec.audio.api = choice.api;
  spec.audio.device = choice.device;
  spec.audio.server = choice.server;
  spec.audio.rate = sound.rate;
  if (choice.api == AudioApi::Jack) {
    for (const std::string& port : choice.ports) {
      const int number = static_cast<int>(spec.audio.outputs.size()) + 1;
      spec.audio.outputs.push_back({"monitor_" + std::to_string(number), number, port});
    }
  } else {
    spec.audio.outputs = {{"monitor_1", 1, ""}, {"monitor_2", 2, ""}};
  }
  spec.levels.amp_send_gain = sound.gain;
  spec.longest_take = SampleCount{static_cast<std::int64_t>(sound.samples.size())};
  for (const AudioSpec& rig : rigs) {
    if (rig.api == AudioApi::Simulated) continue;
    if (rig.api == AudioApi::Jack && choice.api == AudioApi::Jack) require_named_outputs(rig);
    spec.keep_away.push_back(rig);
  }
  return spec;
}

}  // namespace ampsweep::rig
