// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/footswitch_operator.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <deque>
#include <mutex>
#include <thread>

#include "rig/model/result.hpp"

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

/// A pedal under the foot of the test.
struct Pedal {
  std::mutex mutex;
  std::deque<std::vector<std::uint8_t>> said;
  std::atomic<bool> there{true};
  std::atomic<int> opened{0};
  void press() {
    const std::scoped_lock lock{mutex};
    said.push_back({0xB0, 64, 127});
    said.push_back({0xB0, 64, 0});
  }
};

class PedalInput final : public MidiInput {
 public:
  explicit PedalInput(Pedal& pedal) : pedal_(pedal) {}
  std::vector<std::string> open() override {
    if (!pedal_.there) throw SetupError(SetupKind::Device, "There is no MIDI input.", "plug it in");
    ++pedal_.opened;
    return {"pedal"};
  }
  [[nodiscard]] Result<std::vector<MidiBytes>> read(std::chrono::milliseconds) override {
    if (!pedal_.there) return tl::unexpected(Fault{FaultCode::StreamLost, "gone"});
    std::this_thread::sleep_for(1ms);
    std::vector<MidiBytes> heard;
    const std::scoped_lock lock{pedal_.mutex};
    while (!pedal_.said.empty()) {
      heard.push_back({0, pedal_.said.front()});
      pedal_.said.pop_front();
    }
    return heard;
  }

 private:
  Pedal& pedal_;
};

struct Desk {
  Pedal pedal;
  FootswitchOperator person;
  explicit Desk(std::optional<Answer> answer = std::nullopt)
      : person(std::make_unique<QuietPerson>(answer), std::make_unique<PedalInput>(pedal),
               Footswitch{"pedal", 1, FootswitchKind::Controller, 64}) {}
  Answer turn(const std::stop_token& stop = {}) {
    return person.turn_knobs({{"Gain", "", "3"}}, stop);
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("footswitch operator: a press confirms, and only after the first 300 ms") {
    Desk desk;
    desk.pedal.press();  // before the question
    const auto asked = std::chrono::steady_clock::now();
    std::jthread foot([&] {
      std::this_thread::sleep_for(100ms);
      desk.pedal.press();  // bounces
      std::this_thread::sleep_for(350ms);
      desk.pedal.press();
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
