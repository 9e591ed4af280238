// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/midi_actuator.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <optional>

#include "rig/model/midi_value.hpp"

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

/// Writes down what is sent and when; fails on demand. `plug` says what happens to the port.
class TestWire final : public MidiWire {
 public:
  struct Plug {
    bool there{true};
    bool moved{false};  ///< Unplugged and back again since the last look.
    int doubtful{0};    ///< So many flushes to come are.
  };
  TestWire(Clock& clock, std::vector<Sent>& sent, int& fail_in, Plug* plug = nullptr)
      : clock_(clock), sent_(sent), fail_in_(fail_in), plug_(plug) {}
  Opened open() override {
    if (plug_ == nullptr) return Opened::AsBefore;
    if (!plug_->there) {
      throw SetupError(SetupKind::Device, "There is no MIDI output port \"amp\".", "plug it in");
    }
    return std::exchange(plug_->moved, false) ? Opened::Anew : Opened::AsBefore;
  }
  [[nodiscard]] Result<void> send(const MidiMessage& message) override {
    if (fail_in_ > 0 && --fail_in_ == 0) {
      return tl::unexpected(Fault{FaultCode::KnobNotReached, "the cable fell out"});
    }
    sent_.push_back({clock_.now(), message});
    return {};
  }
  [[nodiscard]] Result<Flushed> flush() override {
    const bool doubtful = plug_ != nullptr && plug_->doubtful > 0;
    if (doubtful) --plug_->doubtful;
    return doubtful ? Flushed::Doubtful : Flushed::Sent;
  }
  [[nodiscard]] Result<void> check() override {
    if (plug_ == nullptr || (plug_->there && !plug_->moved)) return {};
    return tl::unexpected(Fault{FaultCode::KnobNotReached, "the port has gone"});
  }

 private:
  Clock& clock_;
  std::vector<Sent>& sent_;
  int& fail_in_;
  Plug* plug_;
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

/// One knob on a port that can be pulled.
struct PluggedBench {
  TestClock clock;
  std::vector<Sent> sent;
  int fail_in{0};
  TestWire::Plug plug;
  MidiActuator actuator{
      {knob("gain", 20)}, std::make_unique<TestWire>(clock, sent, fail_in, &plug), clock};
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
      const int cc = midi_raw(reversed, control, value);
      REQUIRE(cc >= 10);
      REQUIRE(cc <= 100);
      const auto label = midi_label(reversed, control, cc);
      REQUIRE(std::abs(label.printed - value) <= 0.5 * 40.0 / 90.0 + 1e-9);
    }
    CHECK(midi_raw(reversed, control, -20.0) == 100);
    CHECK(midi_raw(reversed, control, 20.0) == 10);
    CHECK(midi_raw(reversed, control, 1e9) == 10);  // never beyond the range
  }

  TEST_CASE("midi actuator: a switch is labelled with its position without uncertainty") {
    auto channel = knob("channel", 31);
    channel.positions = {"clean", "crunch", "lead"};
    channel.minimum = 0.0;
    channel.maximum = 2.0;
    const MidiControl control{"amp", 1, 31, 0, 127, 0.0};
    const auto label = midi_label(channel, control, midi_raw(channel, control, 1.0));
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

  TEST_CASE("midi actuator: a port that comes back gets every knob, one that is gone is a fault") {
    TestClock clock;
    std::vector<Sent> sent;
    int fail_in = 0;
    TestWire::Plug plug;
    MidiActuator actuator{{knob("gain", 20), knob("bass", 21)},
                          std::make_unique<TestWire>(clock, sent, fail_in, &plug),
                          clock};
    const auto move = [&] {
      sent.clear();
      return actuator.move({{"gain", 5.0}, {"bass", 5.0}}, {});
    };
    REQUIRE(move());
    REQUIRE(move());
    CHECK(sent.empty());
    plug.there = false;
    const auto gone = move();  // no knob has to move, and the amp may stand anywhere all the same
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == FaultCode::KnobNotReached);
    CHECK(gone.error().detail.find("no MIDI output port \"amp\"") != std::string::npos);
    CHECK(actuator.standing()->empty());
    plug = {true, true};
    REQUIRE(move());
    CHECK(sent.size() == 4);
    plug.moved = true;  // nobody looked while it was away
    const auto back = clock.now();
    REQUIRE(move());
    CHECK(sent.size() == 4);
    CHECK(sent.front().at - back == 5s);  // an amp that starts hears nothing yet
  }

  TEST_CASE("midi actuator: what stood through a take is asked of the port after it") {
    PluggedBench bench;
    CHECK(bench.actuator.held());  // never moved
    REQUIRE(bench.actuator.move({{"gain", 5.0}}, {}));
    CHECK(bench.actuator.held());
    bench.plug.moved = true;  // the amp was switched off and on
    const auto held = bench.actuator.held();
    REQUIRE_FALSE(held);
    CHECK(held.error().code == FaultCode::KnobNotReached);
    CHECK(bench.actuator.standing()->empty());
  }

  TEST_CASE("midi actuator: what may be lost is sent again, and told when it may be every time") {
    PluggedBench bench;
    bench.plug.doubtful = 2;
    REQUIRE(bench.actuator.move({{"gain", 5.0}}, {}));
    CHECK(bench.sent.size() == 6);
    bench.sent.clear();
    bench.plug.doubtful = 6;
    const auto moved = bench.actuator.move({{"gain", 6.0}}, {});
    REQUIRE_FALSE(moved);
    CHECK(moved.error().code == FaultCode::KnobNotReached);
    CHECK(bench.actuator.standing()->empty());
  }

  TEST_CASE("midi actuator: a port that is not there at the first move stops the set-up") {
    TestClock clock;
    std::vector<Sent> sent;
    int fail_in = 0;
    TestWire::Plug plug{false, false};
    MidiActuator actuator{
        {knob("gain", 20)}, std::make_unique<TestWire>(clock, sent, fail_in, &plug), clock};
    CHECK_THROWS_AS((void)actuator.move({{"gain", 5.0}}, {}), SetupError);
  }

  TEST_CASE("midi actuator: every knob is sent again when refresh_s have passed") {
    TestClock clock;
    std::vector<Sent> sent;
    int fail_in = 0;
    MidiPolicy policy;
    policy.refresh_s = 60.0;
    MidiActuator actuator{{knob("gain", 20), knob("bass", 21)},
                          std::make_unique<TestWire>(clock, sent, fail_in),
                          clock,
                          policy};
    const auto messages_at = [&](double gain) {
      sent.clear();
      REQUIRE(actuator.move({{"gain", gain}, {"bass", 5.0}}, {}));
      return sent.size();
    };
    CHECK(messages_at(1.0) == 4);
    (void)clock.wait(59s, {});
    CHECK(messages_at(2.0) == 2);
    (void)clock.wait(1s, {});
    CHECK(messages_at(2.0) == 4);
    CHECK(messages_at(2.0) == 0);
  }

  TEST_CASE("midi actuator: gap and repetition are those of the policy") {
    TestClock clock;
    std::vector<Sent> sent;
    int fail_in = 0;
    MidiActuator actuator{{knob("gain", 20), knob("bass", 21)},
                          std::make_unique<TestWire>(clock, sent, fail_in),
                          clock,
                          {1, 0, 0.0}};
    REQUIRE(actuator.move({{"gain", 1.0}, {"bass", 5.0}}, {}));
    REQUIRE(sent.size() == 2);
    CHECK(sent[1].at - sent[0].at == 1ms);
    // No less than a message lasts on the cable: 960 us, and a long one longer than the gap.
    CHECK(gap_after(sent[0].message, {1, 0, 0.0}) == 1000us);
    CHECK(gap_after(MidiMessage(10, 0x40), {1, 0, 0.0}) == 3200us);
    CHECK(gap_after(sent[0].message, {}) == 5000us);
  }

  TEST_CASE("midi actuator: a program change goes first, settles, and all others follow it") {
    TestClock clock;
    std::vector<Sent> sent;
    int fail_in = 0;
    auto channel = knob("channel", 0);
    channel.positions = {"clean", "lead"};
    channel.maximum = 1.0;
    MidiControl program{"amp", 1};
    program.kind = MidiKind::Program;
    program.values = {4, 9};
    program.recalls = true;
    program.settle_ms = 700.0;
    channel.control = program;
    MidiActuator actuator{
        {knob("gain", 20), channel}, std::make_unique<TestWire>(clock, sent, fail_in), clock};
    const auto move = [&](double gain, double position) {
      sent.clear();
      REQUIRE(actuator.move({{"gain", gain}, {"channel", position}}, {}));
      std::vector<MidiMessage> messages;
      for (const auto& one : sent) messages.push_back(one.message);
      return messages;
    };
    const MidiMessage clean{0xC0, 4};
    const MidiMessage lead{0xC0, 9};
    const MidiMessage gain{0xB2, 20, 127};
    CHECK(move(10.0, 0.0) == std::vector{clean, clean, gain, gain});
    CHECK(sent[2].at - sent[1].at == 705ms);
    CHECK(move(10.0, 1.0) == std::vector{lead, lead, gain, gain});  // the gain did not change
    CHECK(move(10.0, 1.0).empty());
    CHECK(move(0.0, 1.0).size() == 2);  // and the program is not sent for a knob
  }

  TEST_CASE("midi actuator: 14 bits take the detour coarse half first") {
    TestClock clock;
    std::vector<Sent> sent;
    int fail_in = 0;
    auto fine = knob("fine", 16, 0.0, 512);
    auto& control = std::get<MidiControl>(fine.control);
    control.bits = 14;
    control.high = 16383;
    MidiActuator actuator{{fine}, std::make_unique<TestWire>(clock, sent, fail_in), clock};
    const auto labels = actuator.move({{"fine", 10.0 * 8193.0 / 16383.0}}, {});
    REQUIRE(labels);
    CHECK(labels->front().raw == 8193.0);
    REQUIRE(sent.size() == 8);
    // 7681 = 60 * 128 + 1 on the way, then 8193 = 64 * 128 + 1, coarse half first.
    CHECK(sent[0].message == MidiMessage{0xB2, 16, 60});
    CHECK(sent[1].message == MidiMessage{0xB2, 48, 1});
    CHECK(sent[2].message == MidiMessage{0xB2, 16, 64});
    CHECK(sent[3].message == MidiMessage{0xB2, 48, 1});
  }

  TEST_CASE(
      "midi actuator: a steered knob gets each new value once, straight, and without a wait") {
    Bench bench;
    REQUIRE(bench.move(2.0, 5.0, 5.0));
    bench.sent.clear();
    const auto start = bench.clock.now();
    for (int look = 0; look < 200; ++look) {  // 2 to 3 in 4 s, as a take is polled
      const auto before = bench.clock.now();
      REQUIRE(bench.actuator.steer("gain", 2.0 + look / 199.0));
      CHECK(bench.clock.now() == before);
      bench.clock.wait(20ms, {});
    }
    // 2 of 10 is 25.4 of 127, sent as 25; 3 is 38.1. Half steps at 25.5, 26.5, ...
    REQUIRE(bench.sent.size() == 13);
    for (int i = 0; i < 13; ++i) {
      const Sent& step = bench.sent[static_cast<std::size_t>(i)];
      CHECK(step.message == MidiMessage{0xB2, 20, static_cast<std::uint8_t>(26 + i)});
      const double due_s = ((25.5 + i) / 127.0 * 10.0 - 2.0) * 199.0 * 0.02;
      const double at_s = std::chrono::duration<double>(step.at - start).count();
      CHECK(at_s >= due_s - 1e-9);
      CHECK(at_s <= due_s + 0.0201);
    }
    CHECK(bench.actuator.standing()->front().raw == 38.0);
  }

  TEST_CASE("midi actuator: the move after steering brings the knob back, from its own side") {
    Bench bench;
    bench.knobs[0] = knob("gain", 20, 100.0, 4);
    MidiActuator actuator{bench.knobs,
                          std::make_unique<TestWire>(bench.clock, bench.sent, bench.fail_in),
                          bench.clock};
    const Setting home{{"gain", 5.0}, {"treble", 5.0}, {"bass", 5.0}};
    REQUIRE(actuator.move(home, {}));
    REQUIRE(actuator.steer("gain", 8.0));
    REQUIRE(actuator.steer("gain", 8.0));
    bench.clock.wait(20ms, {});
    REQUIRE(actuator.steer("gain", 5.0));  // where it was, but come to straight from above
    bench.sent.clear();
    REQUIRE(actuator.move(home, {}));
    CHECK(values(bench.sent) == std::vector{60, 64, 60, 64});
  }

  TEST_CASE("midi actuator: steering keeps the pace of the wire") {
    TestClock clock;
    std::vector<Sent> sent;
    int fail_in = 0;
    auto fine = knob("fine", 16, 0.0, 0);
    auto& control = std::get<MidiControl>(fine.control);
    control.kind = MidiKind::Nrpn;
    control.bits = 14;
    control.controller = 300;
    control.high = 16383;
    MidiActuator actuator{{fine}, std::make_unique<TestWire>(clock, sent, fail_in), clock};
    REQUIRE(actuator.move({{"fine", 0.0}}, {}));
    sent.clear();
    for (int i = 1; i < 2000; ++i) {  // asked far more often than the wire can carry
      REQUIRE(actuator.steer("fine", i / 200.0));
      clock.wait(1ms, {});
    }
    REQUIRE(sent.size() > 60);
    CHECK(sent.size() % 6 == 0);
    for (std::size_t i = 1; i < sent.size(); ++i) CHECK(sent[i].at - sent[i - 1].at >= 5ms);
    CHECK(sent[0].message == MidiMessage{0xB2, 99, 2});  // 300 = 2 * 128 + 44
    CHECK(sent[1].message == MidiMessage{0xB2, 98, 44});
  }

  TEST_CASE(
      "midi actuator: steering from nowhere, of a stranger, or over a dead cable is a fault") {
    Bench bench;
    CHECK(bench.actuator.steer("gain", 3.0).error().code == FaultCode::KnobNotReached);
    REQUIRE(bench.move(2.0, 5.0, 5.0));
    CHECK_FALSE(bench.actuator.steer("presence", 3.0));
    bench.fail_in = 1;
    CHECK(bench.actuator.steer("gain", 3.0).error().code == FaultCode::KnobNotReached);
    CHECK(bench.actuator.standing()->empty());
    CHECK_FALSE(bench.actuator.steer("gain", 3.0));
  }
}
