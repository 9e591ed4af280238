// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/midi_actuator.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace ampsweep::rig;
using namespace std::chrono_literals;

namespace {

/// Time passes only while somebody waits.
class TestClock final : public Clock {
 public:
  [[nodiscard]] std::chrono::nanoseconds now() const override { return now_; }
  [[nodiscard]] std::string utc() const override { return "2026-11-21T10:00:00.000Z"; }
  bool wait(std::chrono::nanoseconds duration, const std::stop_token& stop) override {
    now_ += duration;
    return !stop.stop_requested();
  }

 private:
  std::chrono::nanoseconds now_{0};
};

struct Sent {
  std::chrono::nanoseconds at;
  MidiMessage message;
};

/// Writes down what is sent and when; fails on demand.
class TestWire final : public MidiWire {
 public:
  TestWire(Clock& clock, std::vector<Sent>& sent, int& fail_in)
      : clock_(clock), sent_(sent), fail_in_(fail_in) {}
  void open() override {}
  [[nodiscard]] Result<void> send(const MidiMessage& message) override {
    if (fail_in_ > 0 && --fail_in_ == 0) {
      return tl::unexpected(Fault{FaultCode::KnobNotReached, "the cable fell out"});
    }
    sent_.push_back({clock_.now(), message});
    return {};
  }
  [[nodiscard]] Result<void> flush() override { return {}; }

 private:
  Clock& clock_;
  std::vector<Sent>& sent_;
  int& fail_in_;
};

/// Reached directly, unless a test is about the approach.
Knob knob(const std::string& id, int controller, double settle_ms = 100.0, int approach = 0) {
  Knob made;
  made.id = id;
  made.control = MidiControl{"amp", 3, controller, 0, 127, settle_ms, approach};
  return made;
}

std::vector<int> values(const std::vector<Sent>& sent) {
  std::vector<int> all;
  for (const auto& one : sent) all.push_back(one.message[2]);
  return all;
}

/// guitarix 0.44: a value less than `step` away from the present one is ignored.
class AmpWithDeadBand {
 public:
  explicit AmpWithDeadBand(int step) : step_(step) {}
  void hear(const std::vector<Sent>& sent) {
    for (const int value : values(sent)) {
      if (std::abs(value - stands_at_) >= step_) stands_at_ = value;
    }
  }
  [[nodiscard]] int stands_at() const { return stands_at_; }

 private:
  int step_;
  int stands_at_{0};
};

struct Bench {
  TestClock clock;
  std::vector<Sent> sent;
  int fail_in{0};
  std::vector<Knob> knobs{knob("gain", 20), knob("treble", 23, 400.0), knob("bass", 21)};
  MidiActuator actuator{knobs, std::make_unique<TestWire>(clock, sent, fail_in), clock};
  std::stop_source stop;

  Result<std::vector<KnobLabel>> move(double gain, double treble, double bass) {
    sent.clear();
    return actuator.move({{"gain", gain}, {"treble", treble}, {"bass", bass}, {"other", 1.0}},
                         stop.get_token());
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("midi actuator: the first move sends every knob and later ones only what changes") {
    Bench bench;
    REQUIRE(bench.move(0, 0, 0));
    CHECK(bench.sent.size() == 6);  // three knobs, each value twice
    REQUIRE(bench.move(0, 10, 0));
    REQUIRE(bench.sent.size() == 2);
    CHECK(bench.sent[0].message == MidiMessage{0xB2, 23, 127});  // channel 3
    CHECK(bench.sent[1].message == MidiMessage{0xB2, 23, 127});
    REQUIRE(bench.move(0, 10, 0));
    CHECK(bench.sent.empty());
  }

  TEST_CASE("midi actuator: what stands is what was sent, and nothing before or after a fault") {
    Bench bench;
    CHECK(bench.actuator.standing()->empty());
    const auto moved = bench.move(1, 2, 3);
    REQUIRE(moved);
    const auto standing = bench.actuator.standing();
    REQUIRE(standing->size() == 3);
    CHECK(standing->at(1).id == "treble");
    CHECK(standing->at(1).raw == moved->at(1).raw);
    CHECK(standing->at(1).source == LabelSource::Commanded);
    bench.fail_in = 1;
    REQUIRE_FALSE(bench.move(4, 5, 6));
    CHECK(bench.actuator.standing()->empty());
  }

  TEST_CASE("midi actuator: messages are 5 ms apart and repeated 50 ms after the last") {
    Bench bench;
    REQUIRE(bench.move(1, 2, 3));
    REQUIRE(bench.sent.size() == 6);
    for (std::size_t i = 1; i < 6; ++i) {
      const auto gap = bench.sent[i].at - bench.sent[i - 1].at;
      CHECK(gap == (i == 3 ? 55ms : 5ms));
      CHECK(bench.sent[i].message == bench.sent[i % 3].message);
    }
  }

  TEST_CASE("midi actuator: every value is reached from below, near the minimum from above") {
    TestClock clock;
    std::vector<Sent> sent;
    int fail_in = 0;
    MidiActuator actuator{
        {knob("gain", 20, 0.0, 4)}, std::make_unique<TestWire>(clock, sent, fail_in), clock};
    const auto go = [&](int cc) {
      sent.clear();
      REQUIRE(actuator.move({{"gain", 10.0 * cc / 127.0}}, {}));
      return values(sent);
    };
    CHECK(go(64) == std::vector{60, 64, 60, 64});
    CHECK(go(64).empty());
    CHECK(go(63) == std::vector{59, 63, 59, 63});
    CHECK(go(127) == std::vector{123, 127, 123, 127});
    CHECK(go(4) == std::vector{0, 4, 0, 4});
    CHECK(go(3) == std::vector{7, 3, 7, 3});
    CHECK(go(0) == std::vector{4, 0, 4, 0});
  }

  TEST_CASE("midi actuator: reversed knobs come from their minimum's side, switches directly") {
    TestClock clock;
    std::vector<Sent> sent;
    int fail_in = 0;
    auto reversed = knob("soak", 30);
    reversed.control = MidiControl{"amp", 1, 30, 100, 10, 0.0, 4};
    auto channel = knob("channel", 31, 0.0, 4);
    channel.positions = {"clean", "lead"};
    channel.maximum = 1.0;
    MidiActuator actuator{
        {reversed, channel}, std::make_unique<TestWire>(clock, sent, fail_in), clock};
    REQUIRE(actuator.move({{"soak", 5.0}, {"channel", 1.0}}, {}));
    CHECK(values(sent) == std::vector{59, 55, 127, 59, 55, 127});
  }

  TEST_CASE("midi actuator: an amp that ignores small changes stands where its label says") {
    for (const int approach : {0, 4}) {
      CAPTURE(approach);
      TestClock clock;
      std::vector<Sent> sent;
      int fail_in = 0;
      MidiActuator actuator{{knob("gain", 20, 0.0, approach)},
                            std::make_unique<TestWire>(clock, sent, fail_in),
                            clock};
      AmpWithDeadBand amp{2};
      int wrong = 0;
      for (int i = 0; i < 500; ++i) {
        const int cc = i % 3 == 0 ? (i * 37) % 128 : std::min(127, amp.stands_at() + i % 3 - 1);
        sent.clear();
        REQUIRE(actuator.move({{"gain", 10.0 * cc / 127.0}}, {}));
        amp.hear(sent);
        if (amp.stands_at() != cc) ++wrong;
      }
      // Without the approach the fault shows: the test can fail.
      CHECK((wrong == 0) == (approach > 0));
    }
  }

  TEST_CASE("midi actuator: waits for the longest settling time of what was sent") {
    Bench bench;
    REQUIRE(bench.move(0, 0, 0));
    CHECK(bench.clock.now() == 6 * 5ms + 50ms + 400ms);
    const auto before = bench.clock.now();
    REQUIRE(bench.move(5, 0, 0));
    CHECK(bench.clock.now() - before == 2 * 5ms + 50ms + 100ms);
    const auto idle = bench.clock.now();
    REQUIRE(bench.move(5, 0, 0));
    CHECK(bench.clock.now() == idle);
  }

  TEST_CASE("midi actuator: the label is the value the CC stands for within half a step") {
    Bench bench;
    const auto labels = bench.move(5.0, 10.0, 0.0);
    REQUIRE(labels);
    const auto& gain = labels->at(0);
    CHECK(gain.id == "gain");
    CHECK(gain.raw == 64);  // 63.5 rounds up
    CHECK(gain.printed == doctest::Approx(640.0 / 127.0));
    CHECK(gain.normalised == doctest::Approx(64.0 / 127.0));
    CHECK(gain.source == LabelSource::Commanded);
    CHECK(gain.uncertainty == doctest::Approx(0.5 / 127.0 / std::sqrt(3.0)));
    CHECK(labels->at(1).printed == 10.0);
    CHECK(labels->at(2).printed == 0.0);
  }

  TEST_CASE("midi actuator: every value of the travel is labelled within half a CC step") {
    auto reversed = knob("soak", 30);
    reversed.minimum = -20.0;
    reversed.maximum = 20.0;
    const MidiControl control{"amp", 1, 30, 100, 10, 0.0};  // high below low: turns backwards
    for (double value = -20.0; value <= 20.0; value += 0.01) {
      const int cc = cc_value(reversed, control, value);
      REQUIRE(cc >= 10);
      REQUIRE(cc <= 100);
      const auto label = cc_label(reversed, control, cc);
      REQUIRE(std::abs(label.printed - value) <= 0.5 * 40.0 / 90.0 + 1e-9);
    }
    CHECK(cc_value(reversed, control, -20.0) == 100);
    CHECK(cc_value(reversed, control, 20.0) == 10);
    CHECK(cc_value(reversed, control, 1e9) == 10);  // never beyond the range
  }

  TEST_CASE("midi actuator: a switch is labelled with its position without uncertainty") {
    auto channel = knob("channel", 31);
    channel.positions = {"clean", "crunch", "lead"};
    channel.minimum = 0.0;
    channel.maximum = 2.0;
    const MidiControl control{"amp", 1, 31, 0, 127, 0.0};
    const auto label = cc_label(channel, control, cc_value(channel, control, 1.0));
    CHECK(label.raw == 64);
    CHECK(label.printed == 1.0);
    CHECK(label.normalised == 0.5);
    CHECK(label.uncertainty == 0.0);
  }

  TEST_CASE("midi actuator: after a failure every knob is sent again") {
    Bench bench;
    REQUIRE(bench.move(0, 0, 0));
    bench.fail_in = 1;
    const auto failed = bench.move(0, 10, 0);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == FaultCode::KnobNotReached);
    REQUIRE(bench.move(0, 10, 0));
    CHECK(bench.sent.size() == 6);
  }

  TEST_CASE("midi actuator: when the amp may have restarted every knob is sent again") {
    Bench bench;
    REQUIRE(bench.move(0, 10, 0));
    const auto before = bench.sent.size();
    REQUIRE(bench.move(0, 10, 0));
    CHECK(bench.sent.empty());
    bench.actuator.forget();
    REQUIRE(bench.move(0, 10, 0));
    CHECK(bench.sent.size() == before);
  }

  TEST_CASE("midi actuator: stop ends the move and is told as such") {
    Bench bench;
    bench.stop.request_stop();
    const auto stopped = bench.move(1, 1, 1);
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().code == FaultCode::Stopped);
    CHECK(bench.sent.size() == 1);
  }
}
