// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/dropped_file.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace ampsweep::rig::gui {
namespace {

std::string lower_ending(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending;
}

}  // namespace

void take_dropped(const Scene& scene, UiState& state, const std::string& path) {
  const std::string ending = lower_ending(path);
  if (state.room == Room::Tools) {
    state.tools.dropped.push_back(path);
  } else if (ending == ".wav" || ending == ".flac" || ending == ".aif" || ending == ".aiff") {
    state.room = Room::Signal;
    state.signal.dropped = path;
  } else if (ending == ".toml" && state.room == Room::Plan) {
    scene.send(LoadPlan{path});
  } else if (ending == ".toml") {
    state.room = Room::Rig;
    scene.send(LoadRig{path});
  } else {
    state.room = Room::Dataset;
    scene.send(OpenDataset{path});
  }
}

}  // namespace ampsweep::rig::gui
