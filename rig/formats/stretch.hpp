// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "signals/quantity.hpp"

namespace ampsweep::rig::formats {

/// [from, from + length) in samples of the dataset.
struct Stretch {
  SampleCount from{0};
  SampleCount length{0};
  [[nodiscard]] SampleCount end() const { return from + length; }
};

}  // namespace ampsweep::rig::formats
