// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// A stimulus that grows at its end, one segment after the other.
class Layout {
 public:
  explicit Layout(SampleRate rate) { stimulus_.rate = rate; }

  /// Exact zeros.
  void silence(Seconds length);
  /// Sound with the recipe that made it; nothing when it is empty.
  void append(SegmentRole role, std::span<const float> x, SegmentRecipe recipe);
  /// All segments of another stimulus of the same rate; returns where it begins.
  SampleCount append(const Stimulus& other);
  [[nodiscard]] SampleCount length() const { return stimulus_.length(); }
  [[nodiscard]] Stimulus done() && { return std::move(stimulus_); }

 private:
  Stimulus stimulus_;
};

}  // namespace ampsweep::signals
