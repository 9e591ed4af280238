// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/rtmidi_output.hpp"

#include <RtMidi.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "rig/devices/alsa_proc.hpp"
#include "rig/devices/device_hold.hpp"
#include "rig/devices/jack_wiring.hpp"
#include "rig/devices/midi_port_name.hpp"
#include "rig/devices/near_names.hpp"

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

/// A JACK period is at most 256 ms (8192 frames at 32 kHz); four must pass within this.
constexpr auto kPeriodPatience = 1500ms;

/// Position of the one port that `wanted` means.
std::size_t chosen_port(const std::string& wanted, const std::vector<std::string>& ports) {
  const auto found = matching_midi_ports(wanted, ports);
  if (found.size() == 1) return found.front();
  const bool none = found.empty();
  throw SetupError(
      SetupKind::Device,
      (none ? "There is no MIDI output port \"" : "More than one MIDI port is called \"") + wanted +
          "\".",
      "one of these as the knob's `port`: " + quoted_list(ports));
}

std::vector<std::string> port_names(RtMidiOut& midi) {
  std::vector<std::string> names;
  for (unsigned i = 0; i < midi.getPortCount(); ++i) names.push_back(midi.getPortName(i));
  return names;
}

Fault no_cycles() {
  return {FaultCode::KnobNotReached,
          "the JACK server runs no periods, so no MIDI leaves: check jackd"};
}

}  // namespace

struct RtMidiOutput::Open {
  std::unique_ptr<JackWiring> wiring;  ///< On JACK only.
  std::unique_ptr<RtMidiOut> midi;
  std::optional<HeldFile> held;   ///< The port, for this session alone.
  std::string target;             ///< Port it is connected to, in full.
  bool unflushed{false};          ///< Messages were sent since the last flush,
  std::uint64_t xruns_before{0};  ///< before the first of which there were so many.

  /// The server runs `count` more periods.
  [[nodiscard]] bool periods_pass(std::uint64_t count) const {
    const auto target_cycles = wiring->cycles() + count;
    const auto deadline = std::chrono::steady_clock::now() + kPeriodPatience;
    while (wiring->cycles() < target_cycles) {
      if (wiring->server_gone() || std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::sleep_for(1ms);
    }
    return true;
  }
  /// Nobody is told when a port goes: what is sent then is lost without an error.
  [[nodiscard]] bool connected() const {
    if (wiring) return !wiring->broken() && wiring->connected(source(), target);
    const auto names = port_names(*midi);
    return std::find(names.begin(), names.end(), target) != names.end() &&
           alsa_midi_connected(jack_client_name("-midi")).value_or(true);
  }
  [[nodiscard]] static std::string source() { return jack_client_name("-midi:out"); }
};

RtMidiOutput::RtMidiOutput(MidiSpec spec) : spec_(std::move(spec)) {}
RtMidiOutput::~RtMidiOutput() = default;

MidiWire::Opened RtMidiOutput::open() {
  auto opened = std::make_unique<Open>();
  try {
    if (spec_.api == AudioApi::Jack) {
      opened->wiring = std::make_unique<JackWiring>(
          JackWiring::Options{spec_.server, jack_client_name("-midiwiring"), nullptr, true});
      const auto ports = opened->wiring->ports(JackWiring::PortKind::MidiDestination);
      opened->target = ports[chosen_port(spec_.port, ports)];
      opened->held = hold_midi_output(opened->wiring->server(), opened->target);
      opened->midi = std::make_unique<RtMidiOut>(RtMidi::UNIX_JACK, jack_client_name("-midi"));
      // A virtual port: RtMidi says "connected" even when it is not; the wiring knows.
      opened->midi->openVirtualPort("out");
      opened->wiring->connect(Open::source(), opened->target);
    } else {
      opened->midi = std::make_unique<RtMidiOut>(RtMidi::LINUX_ALSA, jack_client_name("-midi"));
      const auto names = port_names(*opened->midi);
      const auto port = chosen_port(spec_.port, names);
      opened->target = names[port];
      opened->held = hold_midi_output("", opened->target);
      opened->midi->openPort(static_cast<unsigned>(port), "out");
    }
  } catch (const RtMidiError& error) {
    throw SetupError(SetupKind::Device, "MIDI did not open: " + error.getMessage(),
                     "api = \"jack\" where the ALSA sequencer (/dev/snd/seq) is missing");
  }
  open_ = std::move(opened);
  return Opened::Anew;
}

Result<void> RtMidiOutput::check() {
  try {
    if (open_->connected()) return {};
    return tl::unexpected(
        Fault{FaultCode::KnobNotReached,
              "MIDI port \"" + open_->target + "\" has gone: plug it in, switch it on"});
  } catch (const RtMidiError& error) {
    return tl::unexpected(Fault{FaultCode::KnobNotReached, "MIDI: " + error.getMessage()});
  }
}

Result<void> RtMidiOutput::send(const MidiMessage& message) {
  // RtMidi's ring fills while nobody reads it and then spins for ever; of a burst longer than the
  // ring the rest is dropped without a word. One message a period never fills it.
  if (open_->wiring && !open_->periods_pass(1)) return tl::unexpected(no_cycles());
  if (open_->wiring && !std::exchange(open_->unflushed, true)) {
    open_->xruns_before = open_->wiring->xruns();
  }
  if (auto there = check(); !there) return there;
  try {
    open_->midi->sendMessage(message.data(), message.size());
    return {};
  } catch (const RtMidiError& error) {
    return tl::unexpected(Fault{FaultCode::KnobNotReached, "MIDI: " + error.getMessage()});
  }
}

Result<MidiWire::Flushed> RtMidiOutput::flush() {
  if (!open_->wiring) return Flushed::Sent;
  // The period under way may have read the ring already: the next one has it for certain, and a
  // client that missed it is known to have done so one or two later.
  if (!open_->periods_pass(4)) return tl::unexpected(no_cycles());
  open_->unflushed = false;
  return open_->wiring->xruns() == open_->xruns_before ? Flushed::Sent : Flushed::Doubtful;
}

std::vector<std::string> list_alsa_midi_ports() {
  try {
    RtMidiOut midi{RtMidi::LINUX_ALSA, "ampsweep"};
    return port_names(midi);
  } catch (const RtMidiError&) {
    return {};  // no ALSA sequencer on this machine
  }
}

}  // namespace ampsweep::rig
