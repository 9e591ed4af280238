// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/device_probe.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <system_error>

#include "rig/devices/jack_wiring.hpp"
#include "rig/devices/midi_port_name.hpp"
#include "rig/devices/rtaudio_stream.hpp"
#include "rig/devices/rtmidi_output.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

void append(std::vector<ListedDevice>& all, std::vector<ListedDevice> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

void list_ports(const JackWiring& wiring, JackWiring::PortKind kind, const std::string& kind_text,
                const std::string& detail, DeviceListing& listing) {
  for (const auto& port : wiring.ports(kind)) {
    listing.devices.push_back({kind_text, port, "port = \"" + port + "\"", detail});
  }
}

void list_jack(const std::string& server, DeviceListing& listing) {
  try {
    const JackWiring wiring{{server, jack_client_name("-list"), nullptr, false}};
    using Kind = JackWiring::PortKind;
    list_ports(wiring, Kind::AudioDestination, "jack input", "for one of [audio] outputs", listing);
    list_ports(wiring, Kind::AudioSource, "jack output", "for one of [audio] inputs", listing);
    list_ports(wiring, Kind::MidiDestination, "midi", "JACK MIDI", listing);
    listing.notes.push_back("JACK server \"" + wiring.server() +
                            "\": " + std::to_string(wiring.rate().value()) + " Hz, " +
                            std::to_string(wiring.period_frames()) + " frames.");
  } catch (const SetupError& error) {
    listing.notes.emplace_back(error.what());
  }
}

std::set<fs::path> linked_ttys(const fs::path& by_id, std::vector<ListedDevice>& devices) {
  std::set<fs::path> targets;
  std::error_code error;  // the folder is missing when no USB adapter is plugged in
  for (const auto& link : fs::directory_iterator{by_id, error}) {
    const auto target = fs::weakly_canonical(link.path(), error);
    targets.insert(target);
    devices.push_back(
        {"serial", link.path(), "port = \"" + link.path().string() + "\"", target.string()});
  }
  return targets;
}

}  // namespace

std::vector<ListedDevice> list_serial_devices(const fs::path& dev) {
  std::vector<ListedDevice> devices;
  const auto known = linked_ttys(dev / "serial" / "by-id", devices);
  std::error_code error;
  for (const auto& entry : fs::directory_iterator{dev, error}) {
    const auto name = entry.path().filename().string();
    const bool usb = name.starts_with("ttyUSB") || name.starts_with("ttyACM");
    if (!usb || known.contains(fs::weakly_canonical(entry.path(), error))) continue;
    devices.push_back({"serial", entry.path(), "port = \"" + entry.path().string() + "\"",
                       "may change its name when plugged in again"});
  }
  std::sort(devices.begin(), devices.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return devices;
}

DeviceListing probe_devices(const std::string& jack_server) {
  DeviceListing listing;
  append(listing.devices, list_alsa_devices());
  if (listing.devices.empty()) listing.notes.emplace_back("No ALSA sound card.");
  list_jack(jack_server, listing);
  for (const auto& port : list_alsa_midi_ports()) {
    listing.devices.push_back(
        {"midi", port, "port = \"" + stable_midi_name(port) + "\"", "ALSA sequencer"});
  }
  append(listing.devices, list_serial_devices("/dev"));
  return listing;
}

}  // namespace ampsweep::rig
