// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/stray_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <vector>

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

std::vector<std::string> sounds_beside(const Manifest& manifest, const std::filesystem::path& dir) {
  namespace fs = std::filesystem;
  std::vector<std::string> found;
  std::error_code error;
  auto walk =
      fs::recursive_directory_iterator(dir, fs::directory_options::skip_permission_denied, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    if (!is_sound(walk->path())) continue;
    const std::string name = walk->path().lexically_relative(dir).generic_string();
    if (!manifest.files.contains(name)) found.push_back(name);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

void check_stray_files(CheckReport& report) {
  const auto manifest = read_manifest(report.dir);
  if (!manifest) return;
  const std::vector<std::string> found = sounds_beside(*manifest, report.dir);
  for (std::size_t k = 0; k < std::min(found.size(), kNamed); ++k) {
    report.add("stray_file", found[k],
               "the export did not write it, and a loader that looks for files trains on it");
  }
  if (found.size() > kNamed) {
    report.add("stray_file", ".", fmt::format("{} more", found.size() - kNamed));
  }
}

}  // namespace ampsweep::rig::formats
