// SPDX-License-Identifier: GPL-3.0-or-later
// Knobs that did not stand through a take where they were left.
#include <doctest/doctest.h>

#include <memory>
#include <utility>
#include <vector>

#include "session_scene.hpp"
#include "support/passing_knobs.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::Scene;

namespace {

/// An amp that restarts during the n-th take it is asked about: its knobs fall to their minimum.
class ForgettingAmp final : public test::PassingKnobs {
 public:
  ForgettingAmp(std::unique_ptr<KnobActuator> behind, int forgets_in, std::vector<Setting>& moves)
      : PassingKnobs(std::move(behind)), forgets_in_(forgets_in), moves_(moves) {}
  Result<std::vector<KnobLabel>> move(const Setting& setting,
                                      const std::stop_token& stop) override {
    moves_.push_back(setting);
    return PassingKnobs::move(setting, stop);
  }
  Result<void> held() override {
    if (++asked_ != forgets_in_) return {};
    return tl::unexpected(Fault{FaultCode::KnobNotReached, "the port has gone"});
  }

 private:
  int forgets_in_;
  std::vector<Setting>& moves_;
  int asked_{0};
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("session: a take during which the amp may have restarted is refused and taken again") {
    Scene scene;
    std::vector<Setting> moves;
    scene.hands = [&](std::unique_ptr<KnobActuator> behind) {
      return std::make_unique<ForgettingAmp>(std::move(behind), 2, moves);
    };
    const SessionSummary summary = scene.capture();
    CHECK(summary.complete());
    const Dataset dataset = open_dataset(scene.dir());
    const TakeRecord& second = dataset.takes.at(1);
    REQUIRE(second.attempts.size() == 2);
    CHECK_FALSE(second.attempts[0].accepted());
    REQUIRE(second.attempts[0].outcome);
    CHECK(second.attempts[0].outcome->verdict.faults.front().code == FaultCode::KnobNotReached);
    CHECK_FALSE(second.attempts[0].outcome->raw_file.empty());  // what was recorded is kept
    CHECK(second.attempts[1].accepted());
    CHECK(test::was_noted(dataset, "amp_proven"));  // before it was taken again
  }
}
