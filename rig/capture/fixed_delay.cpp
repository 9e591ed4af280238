// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/fixed_delay.hpp"

#include <limits>

#include "analysis/impulse_response.hpp"
#include "rig/capture/move_knobs.hpp"

namespace ampsweep::rig {

Setting cleanest_setting(const Rig& rig, const Plan& plan) {
  Setting best = plan.reference;
  double least = std::numeric_limits<double>::infinity();
  for (const PlannedTake& take : plan.takes) {
    double gain = 0.0;
    bool mute = false;
    for (const Knob& knob : rig.knobs) {
      const double position = normalised(knob, take.setting.at(knob.id));
      if (knob.role == KnobRole::Gain) gain += position;
      mute =
          mute || ((knob.role == KnobRole::Gain || knob.role == KnobRole::Level) && position < 0.1);
    }
    if (!mute && gain < least) {
      least = gain;
      best = take.setting;
    }
  }
  return best;
}

Result<double> measure_fixed_delay(Bench& bench, const Rig& rig, const Plan& plan,
                                   const std::stop_token& stop) {
  const Setting clean = cleanest_setting(rig, plan);
  if (auto moved = move_knobs(bench, rig, clean, stop); !moved) {
    return tl::unexpected(moved.error());
  }
  const auto heard = probe_load({*bench.audio, *bench.clock, rig}, clean, stop);
  if (!heard) return tl::unexpected(heard.error());
  return static_cast<double>(analysis::first_arrival(heard->response).value());
}

}  // namespace ampsweep::rig
