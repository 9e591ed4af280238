// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/played_take.hpp"

#include <doctest/doctest.h>

#include "rig/capture/attempt_take.hpp"
#include "rig/capture/rig_stream.hpp"

namespace ampsweep::test {

rig::Recording played_take(rig::Bench& bench, const rig::Rig& rig,
                           const signals::Stimulus& stimulus) {
  bench.audio->open(rig::stream_of(rig, rig::frames_for(stimulus)));
  rig::TakeRequest request;
  request.stimulus = stimulus.samples;
  request.frames = rig::frames_for(stimulus);
  const rig::PlayedTake played = rig::play_take(*bench.audio, *bench.clock, request, {});
  REQUIRE_FALSE(played.fault);
  return *played.recording;
}

}  // namespace ampsweep::test
