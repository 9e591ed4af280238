// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/serial_names.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <system_error>

#include "rig/devices/near_names.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (fs::directory_iterator it{folder, ignored}, end; it != end; it.increment(ignored)) {
    names.push_back(it->path().filename().string());
    if (ignored) break;
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool holds_open(const fs::path& process, const fs::path& device) {
  std::error_code ignored;
  for (fs::directory_iterator it{process / "fd", ignored}, end; it != end; it.increment(ignored)) {
    if (fs::read_symlink(it->path(), ignored) == device) return true;
    if (ignored) break;
  }
  return false;
}

[[noreturn]] void refuse(const std::string& name, const std::vector<std::string>& names) {
  const std::string way_out = names.empty()
                                  ? "plug it in and switch it on: no serial port is there"
                                  : "port = one of " + quoted_list(near_names(name, names));
  throw SetupError(SetupKind::Device, "There is no serial port \"" + name + "\".", way_out);
}

}  // namespace

std::vector<std::string> serial_port_names(const fs::path& dev) {
  std::vector<std::string> names = names_in(dev / "serial" / "by-id");
  if (!names.empty()) return names;
  for (const std::string& name : names_in(dev)) {
    if (name.starts_with("ttyUSB") || name.starts_with("ttyACM")) {
      names.push_back((dev / name).string());
    }
  }
  return names;
}

fs::path serial_device(const std::string& name, const fs::path& dev) {
  const std::vector<std::string> names = serial_port_names(dev);
  std::error_code ignored;
  if (name.find('/') != std::string::npos) {
    if (!fs::exists(name, ignored)) refuse(name, names);
    return fs::canonical(name, ignored);
  }
  std::vector<std::string> found;
  for (const std::size_t i : matches(name, names)) found.push_back(names[i]);
  if (found.empty()) refuse(name, names);
  if (found.size() > 1) {
    throw SetupError(
        SetupKind::Device,
        "Serial port \"" + name + "\" is the name of " + std::to_string(found.size()) + ".",
        "port = one of " + quoted_list(found));
  }
  const fs::path link =
      fs::path{found[0]}.is_absolute() ? fs::path{found[0]} : dev / "serial" / "by-id" / found[0];
  return fs::canonical(link, ignored);
}

std::string holders_of(const fs::path& device, const fs::path& proc) {
  std::string text;
  for (const std::string& name : names_in(proc)) {
    const bool number = name.find_first_not_of("0123456789") == std::string::npos;
    if (!number || name == std::to_string(::getpid()) || !holds_open(proc / name, device)) continue;
    std::string program;
    std::ifstream comm{proc / name / "comm"};
    std::getline(comm, program);
    if (!text.empty()) text += ", ";
    text += (program.empty() ? "a program" : program) + " (process " + name + ")";
  }
  return text;
}

}  // namespace ampsweep::rig
