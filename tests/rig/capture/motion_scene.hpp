// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "rig/dataset/stimulus_builder.hpp"
#include "rig/dataset/take_reader.hpp"
#include "rig/plan/plan_file.hpp"
#include "session_scene.hpp"

/// What the tests of knobs that move while a take plays start from.
namespace ampsweep::test {

using namespace rig;

/// 10 s: room for a curve, and for a second between its corners.
inline signals::Stimulus long_stimulus() {
  signals::Stimulus made = small_stimulus();
  round_to_24_bit(made);
  return made;
}

struct LongScene : Scene {
  LongScene() { stimulus = long_stimulus(); }
};

/// After the plan's first `still` takes one during which gain moves; treble as in take 1.
inline void add_motion_take(Scene& scene, std::vector<MotionPoint> points, std::size_t still = 2) {
  scene.plan.takes.resize(still);
  PlannedTake take;
  take.id = static_cast<int>(scene.plan.takes.size());
  take.setting = {{"gain", points.front().printed}, {"treble", 8.0}};
  take.split = Split::Motion;
  take.purpose = Purpose::Listed;
  take.motion = KnobMotion{"gain", std::move(points)};
  scene.plan.takes.push_back(take);
  scene.plan.hash = plan_hash(scene.plan);
}

inline std::vector<float> accepted_sound(const Dataset& dataset, std::size_t take) {
  REQUIRE(dataset.takes.at(take).accepted() != nullptr);
  auto sound = read_take(dataset, *dataset.takes[take].accepted()->outcome);
  REQUIRE(sound);
  return *std::move(sound);
}

inline const MotionTrace& trace_of(const Dataset& dataset, std::size_t take) {
  REQUIRE(dataset.takes.at(take).accepted() != nullptr);
  const auto& motion = dataset.takes[take].accepted()->outcome->motion;
  REQUIRE(motion);
  return *motion;
}

}  // namespace ampsweep::test
