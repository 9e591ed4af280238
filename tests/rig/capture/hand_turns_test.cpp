// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/hand_turns.hpp"

#include <doctest/doctest.h>

#include <deque>

#include "session_scene.hpp"
#include "support/passing_knobs.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::Scene;

namespace {

KnobLabel by_hand(const std::string& id, double printed) {
  KnobLabel label;
  label.id = id;
  label.printed = printed;
  label.source = LabelSource::ByHand;
  return label;
}

KnobLabel by_midi(const std::string& id, double printed) {
  KnobLabel label = by_hand(id, printed);
  label.source = LabelSource::Commanded;
  return label;
}

/// Knobs that a person turns on the simulated amp: at one prompt they turn a knob to a wrong place,
/// and say so at the next.
class ForgetfulHand final : public test::PassingKnobs {
 public:
  ForgetfulHand(std::unique_ptr<KnobActuator> behind, int wrong_at, std::vector<Setting>& stood)
      : PassingKnobs(std::move(behind)), wrong_at_(wrong_at), stood_(stood) {}
  Result<std::vector<KnobLabel>> move(const Setting& setting,
                                      const std::stop_token& stop) override {
    if (setting != asked_) {
      if (prompt_ == wrong_at_ + 1 && !told_) {
        told_ = true;
        asked_.clear();
        return tl::unexpected(Fault{FaultCode::KnobDoubted, "the turn before was wrong"});
      }
      ++prompt_;
    }
    asked_ = setting;
    Setting real = setting;
    if (prompt_ - 1 == wrong_at_) real.begin()->second = 9.0;
    stood_.push_back(real);
    auto moved = PassingKnobs::move(real, stop);
    if (!moved) return moved;
    for (KnobLabel& label : *moved) {
      label.printed = setting.at(label.id);
      label.source = LabelSource::ByHand;
    }
    return moved;
  }

 private:
  int wrong_at_;
  std::vector<Setting>& stood_;
  Setting asked_;
  int prompt_{0};
  bool told_{false};
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("hand turns: every take since the last turn is doubted, and none before") {
    HandTurns turns;
    CHECK(turns.doubted().empty());
    turns.accepted(0, {by_hand("gain", 1), by_midi("bass", 1)});
    turns.accepted(1, {by_hand("gain", 2), by_midi("bass", 1)});
    turns.accepted(2, {by_hand("gain", 2), by_midi("bass", 5)});  // MIDI moved, the hand did not
    CHECK(turns.doubted() == std::vector{1, 2});
    CHECK(turns.doubted() == std::vector{1, 2});  // until they are known to be withdrawn
    turns.taken_back();
    CHECK(turns.doubted().empty());
    turns.accepted(3, {by_hand("gain", 2), by_midi("bass", 5)});
    CHECK(turns.doubted() == std::vector{3});
  }
}

/// Says at one prompt that the turn before was wrong, whatever the knobs are turned for.
class DoubtfulHand final : public test::PassingKnobs {
 public:
  DoubtfulHand(std::unique_ptr<KnobActuator> behind, int doubts_at)
      : PassingKnobs(std::move(behind)), doubts_at_(doubts_at) {}
  Result<std::vector<KnobLabel>> move(const Setting& setting,
                                      const std::stop_token& stop) override {
    if (moves_++ == doubts_at_) {
      return tl::unexpected(Fault{FaultCode::KnobDoubted, "the turn before was wrong"});
    }
    return PassingKnobs::move(setting, stop);
  }

 private:
  int doubts_at_;
  int moves_{0};
};

TEST_SUITE("sim") {
  TEST_CASE("session: a turn that is doubted while probing or warming up is asked for again") {
    for (const bool waits : {false, true}) {
      CAPTURE(waits);
      Scene scene;
      scene.plan.policy.warm_up.wait = waits;
      scene.hands = [&](std::unique_ptr<KnobActuator> behind) {
        return std::make_unique<DoubtfulHand>(std::move(behind), waits ? 1 : 0);
      };
      const SessionSummary summary = scene.capture();
      CHECK(summary.complete());
      CHECK_FALSE(summary.ended_by);
      CHECK(test::was_noted(open_dataset(scene.dir()), "turned_wrong"));
    }
  }
}

TEST_SUITE("slow") {
  TEST_CASE("session: a take made after a wrong turn is withdrawn and made again") {
    // The first prompt is that of the load probe.
    for (const int wrong_at : {1, 3}) {
      CAPTURE(wrong_at);
      Scene scene;
      std::vector<Setting> stood;
      scene.hands = [&](std::unique_ptr<KnobActuator> behind) {
        return std::make_unique<ForgetfulHand>(std::move(behind), wrong_at, stood);
      };
      const SessionSummary summary = scene.capture();
      CHECK(summary.complete());
      CHECK(summary.accepted == 4);
      CHECK(summary.refused_attempts == 1);
      const Dataset dataset = open_dataset(scene.dir());
      CHECK(test::was_noted(dataset, "turned_wrong"));
      CHECK(test::was_noted(dataset, "withdrawn"));
      int withdrawn = 0;
      for (const TakeRecord& take : dataset.takes) {
        REQUIRE(take.accepted() != nullptr);
        if (take.attempts.size() == 1) continue;
        ++withdrawn;
        CHECK(take.attempts.size() == 2);
        CHECK(take.attempts[0].outcome->verdict.faults.back().code == FaultCode::Withdrawn);
        CHECK(std::filesystem::exists(scene.dir() / take.attempts[0].outcome->raw_file));
        CHECK(std::filesystem::exists(scene.dir() / take.accepted()->outcome->take_file));
        CHECK(take.planned.id == dataset.plan.takes[static_cast<std::size_t>(wrong_at - 1)].id);
      }
      CHECK(withdrawn == 1);
    }
  }
}
