// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/device_hold.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

#include "rig/devices/jack_wiring.hpp"
#include "rig/model/result.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr auto kOrphanPatience = 2s;

/// Readable as far as it goes, and never two devices on one file.
std::string file_name(const std::string& device) {
  Sha256 hash;
  hash.add(device);
  std::string name;
  for (const char c : device.substr(0, 40)) {
    name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '-';
  }
  return name + "-" + hash.hex().substr(0, 12) + ".hold";
}

[[noreturn]] void refuse_folder(const std::filesystem::path& folder, const std::string& why) {
  throw SetupError(SetupKind::Device, folder.string() + ", where devices in use are noted, " + why,
                   "remove it, or have its owner do it");
}

bool has_died(int pid) { return pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH; }

[[noreturn]] void refuse_rights(const std::string& device, const std::string& why) {
  throw SetupError(SetupKind::Device, fmt::format("{} cannot be held: {}", device, why),
                   "rights on that file and room on its disk");
}

}  // namespace

std::vector<std::string> played_devices(const AudioSpec& audio) {
  if (audio.api != AudioApi::Jack) return {"alsa:" + audio.device};
  std::vector<std::string> devices;
  for (const Channel& output : audio.outputs) {
    if (!output.port.empty())
      devices.push_back("jack:" + jack_server(audio.server) + ":" + output.port);
  }
  std::sort(devices.begin(), devices.end());
  devices.erase(std::unique(devices.begin(), devices.end()), devices.end());
  return devices;
}

std::filesystem::path hold_folder(const std::filesystem::path& parent) {
  const std::filesystem::path folder = parent / fmt::format("ampsweep-{}", ::getuid());
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    refuse_folder(folder, "cannot be made: " + std::generic_category().message(errno));
  }
  struct stat found {};
  const bool known = ::lstat(folder.c_str(), &found) == 0;
  if (!known || !S_ISDIR(found.st_mode) || found.st_uid != ::getuid() ||
      (found.st_mode & 022U) != 0) {
    refuse_folder(folder, "is not yours alone");
  }
  return folder;
}

std::optional<HeldFile> hold_midi_output(const std::string& server, const std::string& port,
                                         const std::filesystem::path& parent) {
  const std::string device =
      server.empty() ? "midi:alsa:" + port : fmt::format("midi:jack:{}:{}", server, port);
  const std::filesystem::path hold = hold_folder(parent) / file_name(device);
  const int session = ::getppid();
  auto file = HeldFile::take(hold, session);
  // The worker of a session that was killed lives on for a moment.
  const auto deadline = std::chrono::steady_clock::now() + kOrphanPatience;
  while (!file && file.error().in_use && has_died(file.error().holder) &&
         std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(20ms);
    file = HeldFile::take(hold, session);
  }
  if (file) return *std::move(file);
  if (!file.error().in_use) refuse_rights(device, file.error().why);
  if (file.error().holder == session) return std::nullopt;
  throw SetupError(
      SetupKind::Device,
      fmt::format("MIDI port \"{}\" is used by {}, another Ampsweep", port, file.error().why),
      "end that one first; two that turn an amp's knobs make wrong labels");
}

HeldAudioPort::HeldAudioPort(std::unique_ptr<AudioPort> behind, std::filesystem::path parent)
    : parent_(std::move(parent)), behind_(std::move(behind)) {}

StreamInfo HeldAudioPort::open(const StreamSpec& spec) {
  held_.clear();  // of a stream that was lost
  const std::filesystem::path folder = hold_folder(parent_);
  std::vector<HeldFile> held;
  for (const std::string& device : played_devices(spec.audio)) {
    auto file = HeldFile::take(folder / file_name(device));
    if (file) {
      held.push_back(*std::move(file));
    } else if (file.error().in_use) {
      throw SetupError(
          SetupKind::Device,
          fmt::format("{} is played into by {}, another Ampsweep", device, file.error().why),
          "end that one first; two players at one amp add up");
    } else {
      refuse_rights(device, file.error().why);
    }
  }
  StreamInfo info = behind_->open(spec);
  held_ = std::move(held);
  return info;
}

void HeldAudioPort::close() noexcept {
  behind_->close();
  held_.clear();
}

}  // namespace ampsweep::rig
