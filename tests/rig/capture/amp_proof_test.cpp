// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/amp_proof.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fixtures/scripted_operator.hpp"
#include "rig/dataset/withdraw_take.hpp"
#include "rig/plan/plan_file.hpp"
#include "session_scene.hpp"
#include "support/passing_knobs.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::Scene;
using test::was_noted;

namespace {

constexpr int kForEver = std::numeric_limits<int>::max();

/// A software amp: from when it is told that the stream was lost it stands at its preset, deaf to
/// so many moves, and nobody is told.
class BootingAmp final : public test::PassingKnobs {
 public:
  BootingAmp(std::unique_ptr<KnobActuator> behind, int deaf_for, Setting preset)
      : PassingKnobs(std::move(behind)), deaf_for_(deaf_for), preset_(std::move(preset)) {}
  Result<std::vector<KnobLabel>> move(const Setting& setting,
                                      const std::stop_token& stop) override {
    auto claimed = PassingKnobs::move(setting, stop);
    if (deaf_ > 0) {
      --deaf_;
      (void)PassingKnobs::move(preset_, stop);
    }
    return claimed;
  }
  void forget() noexcept override {
    if (!std::exchange(booted_, true)) deaf_ = deaf_for_;
  }

 private:
  int deaf_for_;
  Setting preset_;
  int deaf_{0};
  bool booted_{false};
};

/// A software amp that reads none of the moves from the `first` to another setting on, so many of
/// them: it stands where it stood, and nobody is told.
class DeafAmp final : public test::PassingKnobs {
 public:
  DeafAmp(std::unique_ptr<KnobActuator> behind, Setting first, int deaf_for)
      : PassingKnobs(std::move(behind)), first_(std::move(first)), deaf_for_(deaf_for) {}
  Result<std::vector<KnobLabel>> move(const Setting& setting,
                                      const std::stop_token& stop) override {
    auto claimed = PassingKnobs::move(setting, stop);
    if (setting == first_ && deaf_for_-- > 0) {
      (void)PassingKnobs::move(stood_, stop);
    } else {
      stood_ = setting;
    }
    return claimed;
  }

 private:
  Setting first_;
  int deaf_for_;
  Setting stood_;
};

/// Deaf when it is told take 2's setting; moves before the takes (probe, warm-up) go elsewhere.
void let_the_amp_miss_take_2(Scene& scene, int deaf_for) {
  scene.hands = [setting = scene.plan.takes[2].setting,
                 deaf_for](std::unique_ptr<KnobActuator> behind) {
    return std::make_unique<DeafAmp>(std::move(behind), setting, deaf_for);
  };
}

/// Loses the stream in take 2, once; the amp then boots.
void let_the_amp_boot(Scene& scene, int deaf_for,
                      const Setting& preset = {{"gain", 3.5}, {"treble", 5.0}}) {
  scene.failures = {{2, 1, fixtures::PortFailure::When::Poll,
                     Fault{FaultCode::StreamLost, "server"}, SampleCount{48000}}};
  scene.hands = [deaf_for, preset](std::unique_ptr<KnobActuator> behind) {
    return std::make_unique<BootingAmp>(std::move(behind), deaf_for, preset);
  };
}

/// Take 1 unlike the reference: 2 dB and more in some band.
void spread(Scene& scene) {
  scene.plan.takes[1].setting = {{"gain", 1.0}, {"treble", 10.0}};
  scene.plan.hash = plan_hash(scene.plan);
}

/// A session that nothing disturbs, in which nothing is told again; made once.
const Dataset& undisturbed() {
  static const auto scene = [] {
    auto quiet = std::make_unique<Scene>();
    spread(*quiet);
    REQUIRE(quiet->capture().complete());
    return quiet;
  }();
  static const Dataset dataset = open_dataset(scene->dir());
  CHECK_FALSE(was_noted(dataset, "told_again"));
  return dataset;
}

void check_takes_are_undisturbed(const Scene& scene) {
  const Dataset dataset = open_dataset(scene.dir());
  for (std::size_t i = 0; i < dataset.takes.size(); ++i) {
    REQUIRE(dataset.takes[i].accepted() != nullptr);
    CHECK(dataset.takes[i].accepted()->outcome->measured.peak.value() ==
          doctest::Approx(undisturbed().takes[i].accepted()->outcome->measured.peak.value())
              .epsilon(1e-3));
  }
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("amp proof: bands are compared where the strongest lets them be heard") {
    const std::vector<double> known{-20.0, -10.0, 0.0, -21.0};
    CHECK(*tap_difference_db(known, known) == 0.0);
    CHECK(*tap_difference_db(known, {-22.0, -10.0, 0.5, -90.0}) == doctest::Approx(2.0));
    CHECK_FALSE(tap_difference_db(known, {0.0, 0.0}));
    CHECK_FALSE(tap_difference_db({}, {}));
    CHECK(*tap_difference_db(known, {}) == 100.0);  // silent
  }

  TEST_CASE("amp proof: bands of a response are its octaves, in dB") {
    TapReading reading;
    reading.sure_response.assign(4800, 0.0);
    reading.sure_response[100] = 0.5;  // flat
    reading.response_above_noise_db = 30.0;
    const auto flat = tap_bands(reading, SampleRate{48000}, 30.0);
    REQUIRE(flat.size() == 6);
    for (const double band : flat) CHECK(band == doctest::Approx(-6.0206).epsilon(1e-4));
    CHECK(tap_bands(reading, SampleRate{16000}, 30.0).size() == 4);
    reading.response_above_noise_db = 29.0;
    CHECK(tap_bands(reading, SampleRate{48000}, 30.0).empty());
  }
}

TEST_SUITE("sim") {
  TEST_CASE("amp proof: after a break an amp that still boots is told again until it follows") {
    Scene scene;
    spread(scene);
    let_the_amp_boot(scene, 5);
    REQUIRE(scene.capture().complete());
    CHECK(was_noted(open_dataset(scene.dir()), "amp_proven"));
    check_takes_are_undisturbed(scene);
  }

  TEST_CASE("amp proof: an amp that boots where it stood last does not pass for one that follows") {
    Scene scene;
    spread(scene);
    let_the_amp_boot(scene, 6, scene.plan.takes[1].setting);
    REQUIRE(scene.capture().complete());
    check_takes_are_undisturbed(scene);
  }

  TEST_CASE("amp proof: an amp that is deaf for good is a person's to judge, and makes no take") {
    Scene scene;
    spread(scene);
    let_the_amp_boot(scene, kForEver);
    scene.person = std::make_unique<fixtures::ScriptedOperator>(
        std::deque<Operator::Answer>{}, Operator::Answer::No);
    const SessionSummary summary = scene.capture();
    CHECK(summary.accepted == 2);
    REQUIRE(summary.ended_by);
    CHECK(summary.ended_by->code == FaultCode::AmpNotSteady);
    CHECK(summary.ended_by->detail.find("does not sound as it did before take") !=
          std::string::npos);
  }

  TEST_CASE("amp proof: whom it sounds right to says so once, and later breaks compare with that") {
    Scene scene;
    spread(scene);
    let_the_amp_boot(scene, kForEver);
    scene.failures.push_back({3, 1, fixtures::PortFailure::When::Poll,
                              Fault{FaultCode::StreamLost, "server"}, SampleCount{48000}});
    REQUIRE(scene.capture().complete());  // the person goes on
    const Dataset dataset = open_dataset(scene.dir());
    const auto count = [&](const char* kind) {
      return std::count_if(dataset.events.begin(), dataset.events.end(),
                           [kind](const Event& event) { return event.kind == kind; });
    };
    CHECK(count("stream_lost") == 2);
    CHECK(count("paused") == 1);
    CHECK(count(kAmpTakenAsItIs) == 1);
    CHECK(count("amp_proven") == 1);
  }

  TEST_CASE("amp proof: a move that was lost sounds as the setting before, and is told again") {
    Scene scene;
    spread(scene);
    let_the_amp_miss_take_2(scene, 1);
    REQUIRE(scene.capture().complete());
    CHECK(was_noted(open_dataset(scene.dir()), "told_again"));
    check_takes_are_undisturbed(scene);
  }

  TEST_CASE("amp proof: a take made elsewhere is found at the next break, and comes again") {
    Scene scene;
    spread(scene);
    let_the_amp_miss_take_2(scene, 2);  // told again, it did not follow either
    scene.failures = {{3, 1, fixtures::PortFailure::When::Poll,
                       Fault{FaultCode::StreamLost, "server"}, SampleCount{48000}}};
    REQUIRE(scene.capture().complete());
    const Dataset dataset = open_dataset(scene.dir());
    CHECK(was_noted(dataset, "heard_elsewhere"));
    CHECK_FALSE(was_noted(dataset, "told_again"));
    CHECK(times_withdrawn(dataset.takes[2], "the amp, heard again") == 1);
    for (const TakeRecord& take : dataset.takes) CHECK(take.accepted() != nullptr);
    CHECK(times_withdrawn(dataset.takes[1], "the amp, heard again") == 0);
    check_takes_are_undisturbed(scene);
  }

  TEST_CASE("amp proof: a resumed session proves the amp before its first take") {
    Scene scene;
    spread(scene);
    scene.plan.takes[3].setting = {{"gain", 8.0}, {"treble", 5.0}};
    scene.plan.hash = plan_hash(scene.plan);
    scene.observer = [&](const SessionSnapshot& now) {
      if (now.takes_done == 2) scene.stop.request_stop();
    };
    REQUIRE(scene.capture().accepted == 2);
    scene.observer = {};
    scene.stop = {};
    scene.restarted = true;  // deaf: RestartingKnobs fall to their minimum until they are forgotten
    REQUIRE(scene.capture(true).complete());
    CHECK(was_noted(open_dataset(scene.dir()), "amp_proven"));
  }
}
