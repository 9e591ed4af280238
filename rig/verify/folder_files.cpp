// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/folder_files.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <system_error>

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;
constexpr int kDeepestFolder = 8;
constexpr std::size_t kMostFiles = 1'000'000;
constexpr std::array<const char*, 5> kEndings{".wav", ".flac", ".aif", ".aiff", ".w64"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool is_sound(const std::string& name) {
  const std::string ending = lower_case(fs::path(name).extension().string());
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](const char* known) { return ending == known; });
}

/// Number at `at` without leading zeros, and where it ends.
std::string_view digits_at(std::string_view text, std::size_t& at) {
  while (at + 1 < text.size() && text[at] == '0' && is_digit(text[at + 1])) ++at;
  const std::size_t first = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return text.substr(first, at - first);
}

}  // namespace

std::vector<FolderFile> folder_files(const fs::path& dir) {
  std::vector<FolderFile> found;
  std::error_code error;
  auto walk =
      fs::recursive_directory_iterator(dir, fs::directory_options::skip_permission_denied, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    const std::string name = walk->path().filename().string();
    if (name.starts_with(".") || walk.depth() >= kDeepestFolder) {
      walk.disable_recursion_pending();
    }
    if (name.starts_with(".")) continue;
    std::error_code ignored;
    if (walk->symlink_status(ignored).type() != fs::file_type::regular) continue;
    found.push_back(
        {walk->path().lexically_relative(dir).generic_string(), walk->file_size(ignored)});
    if (found.size() >= kMostFiles) break;
  }
  std::sort(found.begin(), found.end(),
            [](const FolderFile& a, const FolderFile& b) { return natural_less(a.name, b.name); });
  return found;
}

std::vector<std::string> sound_files(const fs::path& dir) {
  std::vector<std::string> sounds;
  for (FolderFile& file : folder_files(dir)) {
    if (is_sound(file.name)) sounds.push_back(std::move(file.name));
  }
  return sounds;
}

bool natural_less(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const std::string_view left = digits_at(a, i);
      const std::string_view right = digits_at(b, j);
      if (left.size() != right.size()) return left.size() < right.size();
      if (left != right) return left < right;
      continue;
    }
    if (a[i] != b[j]) return a[i] < b[j];
    ++i;
    ++j;
  }
  if (i == a.size() && j == b.size()) return a < b;
  return i == a.size();
}

}  // namespace ampsweep::rig
