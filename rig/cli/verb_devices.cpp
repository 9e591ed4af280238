// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <ostream>

#include "rig/cli/verbs.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig::cli {
namespace {

Json to_json(const DeviceListing& listing) {
  Json json{{"schema", "ampsweep-devices-1"}};
  json["devices"] = Json::array();
  for (const ListedDevice& device : listing.devices) {
    json["devices"].push_back({{"kind", device.kind},
                               {"name", device.name},
                               {"rig_text", device.rig_text},
                               {"detail", device.detail}});
  }
  json["notes"] = listing.notes;
  return json;
}

int show_devices(const Shell& shell) {
  const DeviceListing listing = shell.front.devices();
  if (shell.json) {
    shell.front.out << indented_text(to_json(listing)) << '\n';
    return kOk;
  }
  std::string kind;
  for (const ListedDevice& device : listing.devices) {
    if (device.kind != kind) shell.front.out << (kind.empty() ? "" : "\n") << device.kind << '\n';
    kind = device.kind;
    shell.front.out << fmt::format("  {:<40} {}\n", device.name, device.rig_text);
    if (!device.detail.empty()) shell.front.out << "      " << device.detail << '\n';
  }
  if (listing.devices.empty()) shell.front.out << "no audio, MIDI or serial device found\n";
  for (const std::string& note : listing.notes) shell.front.err << "note: " << note << '\n';
  return kOk;
}

}  // namespace

void add_devices(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "devices", "audio, MIDI and serial devices, and what a rig file should call them");
  verb->callback([&shell] { shell.run = [&shell] { return show_devices(shell); }; });
}

}  // namespace ampsweep::rig::cli
