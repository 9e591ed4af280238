// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/alsa_proc.hpp"

#include <charconv>
#include <fstream>
#include <map>
#include <system_error>

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<int> number_of(const std::string& text) {
  int value = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return value;
}

/// Names by card number. A card's first line in /proc/asound/cards reads
/// " 1 [USB            ]: USB-Audio - Scarlett 2i2 USB": number, id, driver, name.
std::map<int, std::string> card_names(const fs::path& proc) {
  std::map<int, std::string> names;
  std::ifstream cards{proc / "asound" / "cards"};
  for (std::string line; std::getline(cards, line);) {
    const auto bracket = line.find('[');
    const auto dash = line.find(" - ");
    if (bracket == std::string::npos || dash == std::string::npos) continue;
    if (const auto number = number_of(trimmed(line.substr(0, bracket)))) {
      names[*number] = trimmed(line.substr(dash + 3));
    }
  }
  return names;
}

struct Pcm {
  int card{0};
  int device{0};
  std::string name;
};

/// A line of /proc/asound/pcm reads "01-00: USB Audio : USB Audio : playback 1 : capture 1".
std::vector<Pcm> pcms(const fs::path& proc) {
  const auto cards = card_names(proc);
  std::vector<Pcm> found;
  std::ifstream lines{proc / "asound" / "pcm"};
  for (std::string line; std::getline(lines, line);) {
    const auto dash = line.find('-');
    const auto colon = line.find(':');
    if (dash == std::string::npos || colon == std::string::npos || colon < dash) continue;
    const auto card = number_of(line.substr(0, dash));
    const auto device = number_of(line.substr(dash + 1, colon - dash - 1));
    if (!card || !device || !cards.contains(*card)) continue;
    found.push_back({*card, *device, "hw:" + cards.at(*card) + "," + std::to_string(*device)});
  }
  return found;
}

/// Process that has a substream open, from its status file.
std::optional<std::string> owner(const fs::path& status) {
  std::ifstream in{status};
  for (std::string line; std::getline(in, line);) {
    const auto colon = line.find(':');
    if (colon == std::string::npos || trimmed(line.substr(0, colon)) != "owner_pid") continue;
    return trimmed(line.substr(colon + 1));
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> alsa_device_names(const fs::path& proc) {
  std::vector<std::string> names;
  for (const auto& pcm : pcms(proc)) names.push_back(pcm.name);
  return names;
}

std::optional<std::string> alsa_holder(const std::string& device, const fs::path& proc) {
  for (const auto& pcm : pcms(proc)) {
    if (pcm.name != device) continue;
    const auto card = proc / "asound" / ("card" + std::to_string(pcm.card));
    for (const char* direction : {"p", "c"}) {
      std::error_code error;  // a device without that direction has no such folder
      const auto folder = card / ("pcm" + std::to_string(pcm.device) + direction);
      for (const auto& sub : fs::directory_iterator{folder, error}) {
        const auto pid = owner(sub.path() / "status");
        if (!pid) continue;
        std::string name;
        std::ifstream comm{proc / *pid / "comm"};
        std::getline(comm, name);
        return (name.empty() ? "a program" : name) + " (pid " + *pid + ")";
      }
    }
  }
  return std::nullopt;
}

std::optional<bool> alsa_midi_connected(const std::string& client, const fs::path& proc) {
  std::ifstream lines{proc / "asound" / "seq" / "clients"};
  std::optional<bool> connected;
  bool ours = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("Client ")) {
      ours = line.find(" : \"" + client + "\" ") != std::string::npos;
      if (ours) connected = false;
    }
    const auto text = ours ? trimmed(line) : "";
    if (text.starts_with("Connecting To:") || text.starts_with("Connected From:")) connected = true;
  }
  return connected;
}

}  // namespace ampsweep::rig
