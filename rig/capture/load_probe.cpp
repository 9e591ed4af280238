// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/load_probe.hpp"

#include "rig/capture/arming.hpp"
#include "rig/capture/listen.hpp"
#include "rig/capture/move_knobs.hpp"

namespace ampsweep::rig {
namespace {

Result<TapReading> probe_at(Bench& bench, const Rig& rig, const Setting& setting,
                            const std::stop_token& stop) {
  if (auto moved = move_knobs(bench, rig, setting, stop); !moved) {
    return tl::unexpected(moved.error());
  }
  return probe_load({*bench.audio, *bench.clock, rig}, setting, stop);
}

}  // namespace

Result<void> probe_quietly(Bench& bench, const Rig& rig, const Setting& reference,
                           const std::stop_token& stop) {
  auto heard = probe_at(bench, rig, quietest(rig, reference), stop);
  if (!heard && heard.error().code == FaultCode::TapLow) {
    heard = probe_at(bench, rig, reference, stop);
  }
  if (heard) return {};
  return tl::unexpected(Fault{heard.error().code, "load probe: " + heard.error().detail});
}

}  // namespace ampsweep::rig
