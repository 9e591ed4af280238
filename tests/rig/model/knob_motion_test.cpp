// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/knob_motion.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "rig/model/plan.hpp"

using namespace ampsweep::rig;

namespace {

const KnobMotion kRise{"gain", {{1.0, 2.0}, {3.0, 8.0}, {4.0, 5.0}}};

/// The slow reference: the mean of a million squares.
double summed_rms(const KnobMotion& motion, double from, double seconds) {
  constexpr int kSteps = 1000000;
  double sum = 0.0;
  for (int i = 0; i < kSteps; ++i) {
    const double off = motion.value_at((i + 0.5) * seconds / kSteps) - from;
    sum += off * off;
  }
  return std::sqrt(sum / kSteps);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("knob motion: straight from point to point, held outside") {
    for (const auto& [at, value] : std::vector<std::pair<double, double>>{
             {-1, 2}, {0, 2}, {1, 2}, {2, 5}, {2.5, 6.5}, {3, 8}, {3.5, 6.5}, {4, 5}, {99, 5}}) {
      CAPTURE(at);
      CHECK(kRise.value_at(at) == doctest::Approx(value));
    }
    CHECK(kRise.lowest() == 2.0);
    CHECK(kRise.highest() == 8.0);
    CHECK(KnobMotion{"gain", {{0.0, 3.0}}}.value_at(5.0) == 3.0);
  }

  TEST_CASE("knob motion: the rms distance is the integral's, over any stretch") {
    // From 0 to 1 in one second, seen from 0: the root of the integral of t^2, 1/3.
    CHECK(KnobMotion{"k", {{0.0, 0.0}, {1.0, 1.0}}}.rms_distance(0.0, 1.0) ==
          doctest::Approx(std::sqrt(1.0 / 3.0)));
    CHECK(kRise.rms_distance(2.0, 1.0) == 0.0);  // it has not begun
    for (const double seconds : {1.7, 3.2, 4.0, 10.0}) {
      for (const double from : {2.0, 5.0}) {
        CAPTURE(seconds);
        CHECK(kRise.rms_distance(from, seconds) ==
              doctest::Approx(summed_rms(kRise, from, seconds)).epsilon(1e-6));
      }
    }
  }

  TEST_CASE("knob motion: what it says is where it turns") {
    CHECK(describe(kRise) == "gain moves 2 to 8 to 5");
    CHECK(describe(KnobMotion{"k", {{0, 1}, {1, 2}, {2, 4}, {3, 4}, {4, 0.5}}}) ==
          "k moves 1 to 4 to 0.5");
    KnobMotion saw{"k", {}};
    for (int i = 0; i < 20; ++i) saw.points.push_back({static_cast<double>(i), i % 2 * 1.0});
    CHECK(describe(saw) == "k moves 0 to 1 to 0 to 1 to 0 to 1 ...");
  }

  TEST_CASE("plan: a moving take's reach is its lowest and highest, less the start") {
    PlannedTake take{0, {{"gain", 2.0}, {"bass", 5.0}}, Split::Motion, Purpose::Listed, 0, kRise};
    REQUIRE(reach_of(take).size() == 1);
    CHECK(reach_of(take)[0] == Setting{{"gain", 8.0}, {"bass", 5.0}});
    CHECK(end_of(take).at("gain") == 5.0);
    take.motion->points = {{0.0, 5.0}, {1.0, 2.0}, {2.0, 8.0}};
    take.setting["gain"] = 5.0;
    CHECK(reach_of(take).size() == 2);
    take.motion.reset();
    CHECK(reach_of(take).empty());
    CHECK(end_of(take) == take.setting);
  }
}
