// SPDX-License-Identifier: GPL-3.0-or-later
// What is heard of a knob that moves while a take plays, on the simulated bench.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "motion_scene.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::accepted_sound;
using test::add_motion_take;
using test::LongScene;
using test::trace_of;

namespace {

/// A linear amp: gain multiplies, by a known law.
struct LinearScene : LongScene {
  LinearScene() {
    rig.simulation.amp = "wire";
    rig.simulation.noise_dbfs_rms = -130.0;
  }
};

/// What docs say of the simulated "wire": 0.1 to 1 by a pot of audio taper with base 81.
double wire_gain(double printed) {
  return 0.1 + 0.9 * (std::pow(81.0, printed / 10.0) - 1.0) / 80.0;
}

double rms_db(const std::vector<float>& x, double from_s, double to_s) {
  double sum = 0.0;
  const auto from = static_cast<std::size_t>(from_s * 48000.0);
  const auto to = std::min(x.size(), static_cast<std::size_t>(to_s * 48000.0));
  for (std::size_t i = from; i < to; ++i) sum += static_cast<double>(x[i]) * x[i];
  return 10.0 * std::log10(sum / static_cast<double>(to - from) + 1e-30);
}

/// From when on, after `from_s`, |moving| is more than `between` times the still take's sample, in
/// 20 samples on end; seen only where that is loud.
double change_at_s(const std::vector<float>& moving, const std::vector<float>& still,
                   double between, double from_s) {
  int seen = 0;
  double first = -1.0;
  for (auto i = static_cast<std::size_t>(from_s * 48000.0); i < moving.size(); ++i) {
    if (std::abs(still[i]) < 0.003F) continue;
    const bool beyond = std::abs(moving[i] / still[i]) > between;
    if (beyond && seen == 0) first = static_cast<double>(i) / 48000.0;
    seen = beyond ? seen + 1 : 0;
    if (seen == 20) return first;
  }
  return -1.0;
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE("knob motion: the level of the take follows the trajectory, by the closed form") {
    LinearScene scene;
    add_motion_take(scene, {{0.5, 2.0}, {8.5, 8.0}});
    REQUIRE(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    const auto still = accepted_sound(dataset, 1);  // gain 3, the same treble
    const auto moving = accepted_sound(dataset, 2);
    const KnobMotion& motion = *scene.plan.takes[2].motion;
    int loud = 0;
    for (double t = 0.5; t < 8.5; t += 0.05) {
      if (rms_db(still, t, t + 0.05) < -60.0) continue;
      ++loud;
      CAPTURE(t);
      const double expected =
          20.0 * std::log10(wire_gain(motion.value_at(t + 0.025)) / wire_gain(3.0));
      // A step every 20 ms, 0.015 of the scale or 0.06 dB each, at most two polls late.
      const double heard = rms_db(moving, t, t + 0.05) - rms_db(still, t, t + 0.05);
      CHECK(std::abs(heard - expected) < 0.2);
    }
    CHECK(loud > 60);
  }

  TEST_CASE("knob motion: each value reached the amp within the stated time of its sample") {
    LinearScene scene;
    // Nearly jumps, in the sweep, which is never silent: each can be found in the sound.
    const auto sweep = signals::segments_with(scene.stimulus, signals::SegmentRole::Sweep).front();
    const double start_s = seconds(sweep.start, scene.stimulus.rate).value();
    const double jumps[] = {start_s + 0.7, start_s + 1.4};
    add_motion_take(
        scene,
        {{jumps[0], 2.0}, {jumps[0] + 0.001, 6.0}, {jumps[1], 6.0}, {jumps[1] + 0.001, 9.0}});
    REQUIRE(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    const MotionTrace& trace = trace_of(dataset, 2);
    REQUIRE(trace.sent.size() == 2);
    CHECK(trace.knob == "gain");
    CHECK(trace.sent[0].printed == doctest::Approx(6.0));
    CHECK(trace.sent[0].raw == doctest::Approx(0.6));
    CHECK(trace.sent[1].printed == doctest::Approx(9.0));
    // A period of 256 and the polls' 20 ms, in whole periods; here more than the round trip.
    CHECK(trace.time_uncertainty_s > 256.0 / 48000.0);
    CHECK(trace.time_uncertainty_s < 0.04);
    const auto still = accepted_sound(dataset, 1);
    const auto moving = accepted_sound(dataset, 2);
    const double between[] = {0.5 * (wire_gain(2.0) + wire_gain(6.0)) / wire_gain(3.0),
                              0.5 * (wire_gain(6.0) + wire_gain(9.0)) / wire_gain(3.0)};
    for (std::size_t i = 0; i < 2; ++i) {
      CAPTURE(i);
      const double sent_s = static_cast<double>(trace.sent[i].sample) / 48000.0;
      const double heard_s = change_at_s(moving, still, between[i], jumps[0] - 0.2);
      CHECK(heard_s > jumps[0] - 0.1);
      CHECK(std::abs(heard_s - sent_s) <= trace.time_uncertainty_s);
      CHECK(sent_s >= jumps[i]);
      CHECK(sent_s <= jumps[i] + 0.03);
      MESSAGE("heard " << 1e3 * (heard_s - sent_s) << " ms after its sample, stated "
                       << 1e3 * trace.time_uncertainty_s << " ms");
    }
  }

  TEST_CASE("knob motion: a saturating amp sounds as the static takes do where the values meet") {
    LongScene scene;
    scene.plan.takes.resize(1);
    for (const double gain : {3.0, 5.0, 7.0}) {
      scene.plan.takes.push_back({static_cast<int>(scene.plan.takes.size()),
                                  {{"gain", gain}, {"treble", 8.0}},
                                  Split::Train,
                                  Purpose::Listed,
                                  0});
    }
    add_motion_take(scene, {{0.0, 2.0}, {9.0, 8.0}}, 4);
    REQUIRE(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    const auto moving = accepted_sound(dataset, 4);
    for (std::size_t i = 1; i <= 3; ++i) {
      const auto still = accepted_sound(dataset, i);
      const double t = (scene.plan.takes[i].setting.at("gain") - 2.0) * 1.5;
      CAPTURE(t);
      CHECK(std::abs(rms_db(moving, t, t + 0.03) - rms_db(still, t, t + 0.03)) < 0.5);
      CHECK(std::abs(rms_db(moving, 8.0, 8.5) - rms_db(still, 8.0, 8.5)) >
            (i == 3 ? 0.0 : 0.01));  // and not elsewhere
    }
  }
}
