// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/session_parts.hpp"

namespace ampsweep::rig {

Expectations established_by(const Dataset& dataset) {
  Expectations expected;
  expected.loopback_gain_db = dataset.rig.calibration.loopback_gain_db;
  for (const TakeRecord& take : dataset.takes) {
    if (const AttemptRecord* attempt = take.accepted()) learn(expected, attempt->outcome->measured);
  }
  expected.epoch_delay_samples.reset();  // this run opens a stream of its own
  return expected;
}

}  // namespace ampsweep::rig
