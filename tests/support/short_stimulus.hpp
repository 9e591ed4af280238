// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/dataset/stimulus_builder.hpp"
#include "signals/programme.hpp"

namespace ampsweep::test {

/// 5 s on the 24-bit grid, two validation passes and all: the shortest that every check works with.
[[nodiscard]] inline signals::Stimulus short_stimulus() {
  signals::BuiltInProgramme wish;
  wish.training = Seconds{0.5};
  wish.validation = Seconds{0.3};
  wish.sweep = Seconds{0.5};
  signals::ProgrammeSpec spec = signals::default_programme(wish);
  spec.lead = Seconds{0.3};
  spec.gap = spec.sweep_decay = signals::kCutSilence;
  signals::Stimulus stimulus = signals::build_programme(spec);
  rig::round_to_24_bit(stimulus);
  return stimulus;
}

}  // namespace ampsweep::test
