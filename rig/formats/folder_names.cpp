// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/folder_names.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace ampsweep::rig::formats {

std::vector<std::string> files_ending(const std::filesystem::path& dir, const std::string& end) {
  std::vector<std::string> names;
  std::error_code error;
  auto walk = std::filesystem::directory_iterator(dir, error);
  for (; !error && walk != std::filesystem::directory_iterator(); walk.increment(error)) {
    std::error_code ignored;
    const bool file = std::filesystem::is_regular_file(walk->symlink_status(ignored));
    std::string name = walk->path().filename().string();
    if (file && name.ends_with(end)) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> pieces_of(const std::string& text, const std::string& separator) {
  std::vector<std::string> pieces;
  std::size_t at = 0;
  for (auto next = text.find(separator); next != std::string::npos;
       next = text.find(separator, at)) {
    pieces.push_back(text.substr(at, next - at));
    at = next + separator.size();
  }
  pieces.push_back(text.substr(at));
  return pieces;
}

std::optional<double> whole_as_number(const std::string& text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

}  // namespace ampsweep::rig::formats
