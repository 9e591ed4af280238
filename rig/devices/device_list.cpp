// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/device_list.hpp"

#include "rig/devices/device_probe.hpp"

namespace ampsweep::rig {

DeviceListing list_devices(const WorkerCommand& worker) {
  constexpr std::chrono::milliseconds kPatience{4000};
  constexpr std::chrono::milliseconds kDyingPatience{200};
  WorkerProcess process{worker, -1};
  (void)process.send(ListDevices{});  // a failure shows as a missing answer
  if (auto answer = process.receive(kPatience)) {
    if (auto* listing = std::get_if<DeviceListing>(&*answer)) return std::move(*listing);
  }
  // Files cannot hang: they are listed even when a sound server does.
  DeviceListing listing;
  listing.devices = list_serial_devices("/dev");
  const bool hangs = !process.ends_within(kDyingPatience);
  if (hangs) process.end(std::chrono::milliseconds{0});
  listing.notes.push_back(
      hangs ? "A sound server hangs: audio and MIDI could not be listed within 4 s. "
              "Restart it (a stopped one goes on with SIGCONT)."
            : "Listing audio and MIDI failed (" + process.obituary() +
                  "): run with AMPSWEEP_WORKER_STDERR=1 to see why.");
  return listing;
}

}  // namespace ampsweep::rig
