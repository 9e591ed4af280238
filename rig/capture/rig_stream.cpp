// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/rig_stream.hpp"

#include <utility>

namespace ampsweep::rig {

StreamSpec stream_of(const Rig& rig, SampleCount longest) {
  StreamSpec spec;
  spec.audio = rig.audio;
  spec.safety = rig.safety;
  spec.levels = rig.levels;
  spec.longest_take = longest;
  if (rig.safety.tap_guard) spec.tap_input = 0;
  return spec;
}

Epoch epoch_of(const StreamInfo& stream, const Rig& rig, std::optional<double> loopback_gain_db,
               std::string started) {
  Epoch epoch;
  epoch.started = std::move(started);
  epoch.stream = stream.description;
  epoch.rate = stream.rate;
  epoch.period_frames = stream.period_frames;
  epoch.loopback_offset_samples = rig.calibration.loopback_offset_samples;
  epoch.loopback_gain_db = loopback_gain_db;
  return epoch;
}

}  // namespace ampsweep::rig
