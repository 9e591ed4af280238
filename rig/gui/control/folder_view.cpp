// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/folder_view.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <tuple>

#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::gui {

namespace fs = std::filesystem;

std::string home_folder() {
  const char* home = std::getenv("HOME");  // read before other threads could change it: never set
  return home != nullptr && *home != '\0' ? home : "/";
}

FolderView view_folder(const std::string& path) {
  FolderView view;
  std::error_code error;
  view.path = fs::weakly_canonical(path.empty() ? home_folder() : path, error).string();
  fs::directory_iterator entries{view.path, error};
  if (error) {
    view.error = view.path + ": " + error.message();
    return view;
  }
  for (; entries != fs::directory_iterator{}; entries.increment(error)) {
    if (error) break;
    const std::string name = entries->path().filename().string();
    if (name.empty() || name.front() == '.') continue;
    std::error_code ignored;
    view.entries.push_back({name, entries->is_directory(ignored)});
  }
  std::sort(view.entries.begin(), view.entries.end(), [](const auto& a, const auto& b) {
    return std::tuple(!a.folder, a.name) < std::tuple(!b.folder, b.name);
  });
  return view;
}

}  // namespace ampsweep::rig::gui
