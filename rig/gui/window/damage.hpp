// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <imgui.h>

#include <cstdint>
#include <span>
#include <vector>

namespace ampsweep::rig::gui {

/// A part of the picture, in ImGui's units: whole tiles.
struct Patch {
  ImVec2 from;
  ImVec2 to;
};

/// Edge of a tile: whole pixels at every scale that is a multiple of 1/64.
inline constexpr int kTile = 64;
/// Every command is handed to the renderer once for each.
inline constexpr std::size_t kMostPatches = 4;

/// Finds what changed between two frames from what ImGui wants drawn, so that a renderer, above all
/// one without a graphics card, need not fill the rest again.
///
/// Each tile carries a 64-bit hash of every triangle that may touch it, in drawing order. A tile
/// whose hash stays is drawn as before (two pictures in 10^19 would be taken for one).
class Damage {
 public:
  /// Patches that differ from the last frame: at most kMostPatches, near ones joined. Empty: nothing changed.
  [[nodiscard]] std::vector<Patch> changed(const ImDrawData& data);
  /// The next frame is new everywhere.
  void forget() { seen_.clear(); }

 private:
  std::vector<std::uint64_t> seen_;
};

/// Leaves of `data` what the patches show: each command once for every patch it touches.
void cut_to(ImDrawData& data, std::span<const Patch> patches);

}  // namespace ampsweep::rig::gui
