// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/rtmidi_input.hpp"

#include <RtMidi.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "rig/devices/alsa_proc.hpp"
#include "rig/devices/jack_wiring.hpp"
#include "rig/devices/midi_port_name.hpp"
#include "rig/devices/near_names.hpp"

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

/// RtMidi's own 100 overflow, silently, while a controller sends faster than we look.
constexpr unsigned kQueue = 4096;
constexpr std::size_t kMostPorts = 16;
constexpr auto kStandstill = 2000ms;  // a JACK period is at most 170 ms
constexpr auto kAskSequencerEvery = 500ms;

std::vector<std::string> alsa_port_names(RtMidiIn& midi) {
  std::vector<std::string> names;
  for (unsigned i = 0; i < midi.getPortCount(); ++i) names.push_back(midi.getPortName(i));
  return names;
}

/// Positions of the ports that `wanted` means.
std::vector<std::size_t> chosen_ports(const std::string& wanted,
                                      const std::vector<std::string>& ports) {
  if (ports.empty()) {
    throw SetupError(SetupKind::Device, "There is no MIDI input to listen to.",
                     "plugging the device in and switching it on; on JACK, a bridge such as "
                     "a2jmidid");
  }
  std::vector<std::size_t> chosen = matching_midi_ports(wanted, ports);
  if (wanted.empty()) {
    chosen.clear();
    for (std::size_t i = 0; i < std::min(ports.size(), kMostPorts); ++i) chosen.push_back(i);
    return chosen;
  }
  if (chosen.size() == 1) return chosen;
  throw SetupError(SetupKind::Device,
                   (chosen.empty() ? "There is no MIDI input called \""
                                   : "More than one MIDI input is called \"") +
                       wanted + "\".",
                   "one of these as --port: " + quoted_list(ports));
}

}  // namespace

struct RtMidiInput::Open {
  std::unique_ptr<JackWiring> wiring;  ///< On JACK only.
  std::vector<std::unique_ptr<RtMidiIn>> inputs;
  std::vector<std::string> names;
  std::uint64_t cycles{0};
  std::chrono::steady_clock::time_point moved_at{std::chrono::steady_clock::now()};
  std::chrono::steady_clock::time_point asked_at{std::chrono::steady_clock::now()};

  [[nodiscard]] static std::string client(std::size_t input) {
    return jack_client_name("-midi" + std::to_string(input));
  }
  void open_jack(const MidiSpec& spec) {
    wiring = std::make_unique<JackWiring>(
        JackWiring::Options{spec.server, jack_client_name("-midiwiring"), nullptr, true});
    const auto ports = wiring->ports(JackWiring::PortKind::MidiSource);
    for (const std::size_t port : chosen_ports(spec.port, ports)) {
      const auto name = client(inputs.size());
      inputs.push_back(std::make_unique<RtMidiIn>(RtMidi::UNIX_JACK, name, kQueue));
      // A virtual port: RtMidi says "connected" even when it is not; the wiring knows.
      inputs.back()->openVirtualPort("in");
      wiring->connect(ports[port], name + ":in");
      names.push_back(ports[port]);
    }
  }
  void open_alsa(const MidiSpec& spec) {
    std::vector<std::string> ports;
    {
      RtMidiIn lister{RtMidi::LINUX_ALSA, "ampsweep"};
      ports = alsa_port_names(lister);
    }
    for (const std::size_t port : chosen_ports(spec.port, ports)) {
      inputs.push_back(
          std::make_unique<RtMidiIn>(RtMidi::LINUX_ALSA, client(inputs.size()), kQueue));
      inputs.back()->openPort(static_cast<unsigned>(port), "in");
      names.push_back(ports[port]);
    }
  }
  /// RtMidi is not told when a port goes: it hears nothing for ever, as of a pedal that is let be.
  [[nodiscard]] bool port_gone() {
    if (wiring) return wiring->broken().has_value();
    const auto now = std::chrono::steady_clock::now();
    if (now - asked_at < kAskSequencerEvery) return false;
    asked_at = now;
    const auto there = alsa_port_names(*inputs.front());
    return std::find(there.begin(), there.end(), names.front()) == there.end() ||
           !alsa_midi_connected(client(0)).value_or(true);
  }
};

RtMidiInput::RtMidiInput(MidiSpec spec) : spec_(std::move(spec)) {}
RtMidiInput::~RtMidiInput() = default;

std::vector<std::string> RtMidiInput::open() {
  auto opened = std::make_unique<Open>();
  try {
    if (spec_.api == AudioApi::Jack) {
      opened->open_jack(spec_);
    } else {
      opened->open_alsa(spec_);
    }
  } catch (const RtMidiError& error) {
    throw SetupError(SetupKind::Device, "MIDI did not open: " + error.getMessage(),
                     "api = \"jack\" where the ALSA sequencer (/dev/snd/seq) is missing");
  }
  open_ = std::move(opened);
  return open_->names;
}

std::vector<MidiHeard> RtMidiInput::take() {
  std::vector<MidiHeard> heard;
  std::vector<unsigned char> message;
  for (std::size_t port = 0; port < open_->inputs.size(); ++port) {
    MidiHeard bytes{static_cast<std::uint32_t>(port), {}};
    for (unsigned i = 0; i < kQueue; ++i) {  // not for ever where more keeps coming
      open_->inputs[port]->getMessage(&message);
      if (message.empty()) break;
      bytes.bytes.append(message.begin(), message.end());
    }
    if (!bytes.bytes.empty()) heard.push_back(std::move(bytes));
  }
  return heard;
}

std::optional<std::string> RtMidiInput::lost() {
  if (open_->wiring && open_->wiring->server_gone()) {
    return "the JACK server has gone: start it and listen again";
  }
  // Of all the ports there are, none is waited for.
  if (!spec_.port.empty() && open_->port_gone()) {
    return "MIDI port \"" + open_->names.front() + "\" has gone: plug it in, switch it on";
  }
  if (!open_->wiring) return std::nullopt;  // the ALSA sequencer is part of the kernel
  const auto now = std::chrono::steady_clock::now();
  if (const auto cycles = open_->wiring->cycles(); cycles != open_->cycles) {
    open_->cycles = cycles;
    open_->moved_at = now;
  }
  if (now - open_->moved_at < kStandstill) return std::nullopt;
  return "the JACK server runs no periods, so no MIDI comes: check jackd";
}

}  // namespace ampsweep::rig
