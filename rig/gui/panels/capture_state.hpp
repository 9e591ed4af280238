// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

/// What the session does, in figures that can be read from the amp: state, setting, how far, how
/// long still, and which part of the stimulus sounds.
void draw_capture_state(const Scene& scene);

/// The stimulus of the session as far as the snapshot knows it: of its dataset, else of the plan.
struct PlayedStimulus {
  const std::vector<signals::Segment>* segments{nullptr};  ///< nullptr: not known yet.
  std::int64_t frames{0};                                  ///< A take records, tail included.
  SampleRate rate{48000};
};
[[nodiscard]] PlayedStimulus played_stimulus(const Snapshot& now);

/// "sweep"; "decay" after the last segment; empty while nothing is played.
[[nodiscard]] std::string sounding_text(const Snapshot& now);

}  // namespace ampsweep::rig::gui
