// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/footswitch_operator.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "rig/model/result.hpp"
#include "tests/rig/devices/pedal.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace std::chrono_literals;
using Answer = Operator::Answer;

namespace {

/// A person who waits for the stop, or answers at once.
class QuietPerson final : public Operator {
 public:
  explicit QuietPerson(std::optional<Answer> answer) : answer_(answer) {}
  [[nodiscard]] Answer confirm(Question, const std::string&, const std::vector<std::string>&,
                               const std::stop_token& stop) override {
    if (answer_) return *answer_;
    while (!stop.stop_requested()) std::this_thread::sleep_for(1ms);
    return Answer::Stopped;
  }
  [[nodiscard]] std::optional<std::string> ask(const TypedQuestion&,
                                               const std::stop_token&) override {
    return "typed";
  }

 private:
  std::optional<Answer> answer_;
};

void press(test::Pedal& pedal) {
  pedal.say({0xB0, 64, 127});
  pedal.say({0xB0, 64, 0});
}

struct Desk {
  test::Pedal pedal;
  FootswitchOperator person;
  explicit Desk(std::optional<Answer> answer = std::nullopt)
      : person(std::make_unique<QuietPerson>(answer), std::make_unique<test::PedalInput>(pedal),
               Footswitch{"pedal", 1, FootswitchKind::Controller, 64}) {}
  Answer turn(const std::stop_token& stop = {}) {
    return person.turn_knobs({{"Gain", "", "3"}}, stop);
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("footswitch operator: a press confirms, and only after the first 300 ms") {
    Desk desk;
    press(desk.pedal);  // before the question
    const auto asked = std::chrono::steady_clock::now();
    std::jthread foot([&] {
      std::this_thread::sleep_for(100ms);
      press(desk.pedal);  // bounces
      std::this_thread::sleep_for(350ms);
      press(desk.pedal);
    });
    CHECK(desk.turn() == Answer::Yes);
    CHECK(std::chrono::steady_clock::now() - asked >= 400ms);
  }

  TEST_CASE("footswitch operator: what the person answers holds, and a stop is a stop") {
    CHECK(Desk{Answer::Yes}.turn() == Answer::Yes);
    CHECK(Desk{Answer::No}.turn() == Answer::No);
    CHECK(Desk{Answer::Undo}.turn() == Answer::Undo);
    std::stop_source stop;
    stop.request_stop();
    CHECK(Desk{}.turn(stop.get_token()) == Answer::Stopped);
    CHECK(Desk{}.person.ask({}, {}) == "typed");
  }

  TEST_CASE("footswitch operator: a pedal that is not there is told at the first question") {
    Desk desk{Answer::Yes};
    desk.pedal.there = false;
    CHECK_THROWS_AS((void)desk.person.confirm(Operator::Question::CheckList, "Arm", {}, {}),
                    SetupError);
  }

  TEST_CASE("footswitch operator: a pedal that goes leaves the keys, and is searched again") {
    Desk desk{Answer::Yes};
    CHECK(desk.turn() == Answer::Yes);
    CHECK(desk.pedal.opened == 1);
    desk.pedal.there = false;
    CHECK(desk.turn() == Answer::Yes);  // the listener finds out
    CHECK(desk.turn() == Answer::Yes);
    desk.pedal.there = true;
    CHECK(desk.turn() == Answer::Yes);
    CHECK(desk.pedal.opened == 2);
  }
}
