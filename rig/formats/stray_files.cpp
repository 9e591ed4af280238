// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/stray_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "rig/formats/files_under.hpp"
#include "rig/formats/manifest.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr std::size_t kNamed = 20;

bool is_sound(const std::filesystem::path& file) {
  std::string end = file.extension().string();
  std::transform(end.begin(), end.end(), end.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  static const std::set<std::string> sounds{".wav", ".flac", ".aif", ".aiff", ".ogg", ".mp3"};
  return sounds.contains(end);
}

}  // namespace

void check_stray_files(CheckReport& report) {
  if (!facts_of(report.format).looks_for_files) return;
  const auto manifest = read_manifest(report.dir);
  if (!manifest) return;
  std::vector<std::string> found = files_under(report.dir, is_sound);
  std::erase_if(found, [&](const std::string& name) { return manifest->files.contains(name); });
  for (std::size_t k = 0; k < std::min(found.size(), kNamed); ++k) {
    report.add(
        "stray_file", found[k],
        "the export did not write it, and the loader trains on every file it finds: move it away");
  }
  if (found.size() > kNamed) {
    report.add("stray_file", ".", fmt::format("{} more", found.size() - kNamed));
  }
}

}  // namespace ampsweep::rig::formats
