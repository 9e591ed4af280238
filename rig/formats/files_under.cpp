// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/files_under.hpp"

#include <algorithm>
#include <system_error>

namespace ampsweep::rig::formats {

std::vector<std::string> files_under(
    const std::filesystem::path& dir,
    const std::function<bool(const std::filesystem::path& file)>& wanted, int deepest) {
  namespace fs = std::filesystem;
  std::vector<std::string> found;
  std::error_code error;
  auto walk =
      fs::recursive_directory_iterator(dir, fs::directory_options::skip_permission_denied, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    if (walk.depth() >= deepest) walk.disable_recursion_pending();
    if (wanted(walk->path()))
      found.push_back(walk->path().lexically_relative(dir).generic_string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace ampsweep::rig::formats
