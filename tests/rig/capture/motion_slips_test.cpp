// SPDX-License-Identifier: GPL-3.0-or-later
// A tone control that moves while a take plays moves the amp's own delay: no sample was lost.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "rig/dataset/stimulus_builder.hpp"
#include "rig/plan/plan_file.hpp"
#include "session_scene.hpp"
#include "signals/programme.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// Here the simulated amp's treble moves its delay by 0.9 sample; at 48 kHz by 0.45.
constexpr SampleRate kMotionRate{96000};

/// Two markers; or more, the training sound being cut in pieces.
signals::Stimulus with_markers(bool more) {
  signals::BuiltInProgramme wish;
  wish.rate = kMotionRate;
  wish.training = Seconds{2.0};
  wish.validation = Seconds{0.5};
  wish.sweep = Seconds{0.5};
  signals::ProgrammeSpec spec = signals::default_programme(wish);
  if (more) spec.longest_piece = Seconds{1.2};
  signals::Stimulus made = signals::build_programme(spec);
  round_to_24_bit(made);
  const auto markers = segments_with(made, signals::SegmentRole::Marker).size();
  REQUIRE(more ? markers >= 3 : markers == 2);
  return made;
}

/// One still take, and one during which treble goes from end to end.
struct TrebleScene : test::Scene {
  explicit TrebleScene(bool more) {
    stimulus = with_markers(more);
    rig.audio.rate = kMotionRate;
    plan.takes.resize(1);
    PlannedTake take;
    take.id = 1;
    take.setting = {{"gain", 5.0}, {"treble", 0.0}};
    take.split = Split::Motion;
    take.purpose = Purpose::Listed;
    const auto marks = segments_with(stimulus, signals::SegmentRole::Marker);
    take.motion = KnobMotion{"treble",
                             {{seconds(marks.front().end(), stimulus.rate).value(), 0.0},
                              {seconds(marks[1].start, stimulus.rate).value() - 0.2, 10.0}}};
    plan.takes.push_back(take);
    plan.hash = plan_hash(plan);
  }
  /// The moving take as it was last judged.
  Verdict judged() {
    (void)capture();
    const Dataset dataset = open_dataset(dir());
    REQUIRE_FALSE(dataset.takes[1].attempts.empty());
    return dataset.takes[1].attempts.back().outcome->verdict;
  }
};

bool says_slip(const std::vector<Fault>& faults, const std::string& channel) {
  return std::any_of(faults.begin(), faults.end(), [&](const Fault& fault) {
    return fault.code == FaultCode::Slip &&
           fault.detail.find("on the " + channel) != std::string::npos;
  });
}

}  // namespace

// Minutes of sound each: too much for a sanitizer.
TEST_SUITE("slow") {
  TEST_CASE("motion slips: a sample that the loopback lost refuses such a take, too") {
    for (const bool more : {false, true}) {
      CAPTURE(more);
      TrebleScene scene(more);
      scene.rig.simulation.faults.push_back({1, 0, InjectedFault::Kind::Drop, 2.6, 1, "all"});
      const Verdict verdict = scene.judged();
      CHECK_FALSE(verdict.accepted);
      CHECK(says_slip(verdict.faults, "loopback"));
    }
  }

  TEST_CASE("motion slips: treble from end to end is a warning, with two markers and with more") {
    for (const bool more : {false, true}) {
      CAPTURE(more);
      const Verdict verdict = TrebleScene(more).judged();
      CHECK(verdict.accepted);
      CHECK(verdict.faults.empty());
      CHECK(says_slip(verdict.warnings, "amp"));
    }
  }
}
