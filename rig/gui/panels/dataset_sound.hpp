// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "rig/gui/plot/plot_view.hpp"
#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct DatasetSoundState {
  PlotView wave;
  PlotView spectrum;
  std::optional<Stretch> asked;  ///< What the spectra were last asked to be of.
};

/// The sound of the take in view: its waveform over the segments of the stimulus, the spectrum of
/// what the waveform shows, and over both the take that is held.
void draw_dataset_sound(const Scene& scene, DatasetSoundState& state);

/// The stretch that a zoomed waveform shows; empty: it shows the whole take.
[[nodiscard]] std::optional<Stretch> stretch_shown(const PlotView& wave);

}  // namespace ampsweep::rig::gui
