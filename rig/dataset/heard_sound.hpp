// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"

namespace ampsweep::rig {

/// What somebody asks to hear.
struct WhichSound {
  int take{0};
  std::optional<int> attempt;  ///< Empty: the accepted one.
  std::string raw_channel;     ///< An input of the rig, as recorded; empty: the aligned take.
};

struct HeardSound {
  std::vector<float> samples;
  int attempt{1};
  std::string file;     ///< Relative to the dataset folder.
  std::string channel;  ///< Of a raw recording; else empty.
};

/// Reads it, when the file is the one the ledger lists. Throws SetupError: {Usage} no such take,
/// attempt or channel, or nothing that could be heard of it (saying what can); {Data} the file is
/// missing or another.
[[nodiscard]] HeardSound heard_sound(const Dataset& dataset, const WhichSound& which);

}  // namespace ampsweep::rig
