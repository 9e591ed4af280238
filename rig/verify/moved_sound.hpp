// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rig/dataset/sound_reader.hpp"
#include "rig/verify/alignment_fix.hpp"

namespace ampsweep::rig {

/// A sound as an AlignmentFix moves it, block by block; zeros where there is none.
///
/// Accuracy: that of analysis::realign; blocks of any size give the same samples within 1e-9.
class MovedSound {
 public:
  MovedSound(SoundReader& sound, const AlignmentFix& fix) : sound_(sound), fix_(fix) {}
  /// Samples first .. of one channel of the copy.
  void read(int channel, std::int64_t first, std::span<double> into);

 private:
  void read_step(int channel, std::int64_t first, std::int64_t delay, std::span<double> into);

  SoundReader& sound_;
  const AlignmentFix& fix_;
  std::vector<float> block_;
};

}  // namespace ampsweep::rig
