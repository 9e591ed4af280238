// SPDX-License-Identifier: GPL-3.0-or-later
// 100,000 messages through a 31,250-baud model of the cable: what the pacing promises, and that the
// model loses messages without it.
#include <doctest/doctest.h>

#include <cmath>
#include <memory>

#include "din_receiver.hpp"
#include "rig/devices/midi_actuator.hpp"
#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace std::chrono_literals;
using ampsweep::test::DinReceiver;

namespace {

/// The tightest there is: room for one control change.
constexpr int kOneMessage = 3;

class PacingClock final : public Clock {
 public:
  [[nodiscard]] std::chrono::nanoseconds now() const override { return now_; }
  [[nodiscard]] std::string utc() const override { return ""; }
  bool wait(std::chrono::nanoseconds duration, const std::stop_token&) override {
    now_ += duration;
    return true;
  }

 private:
  std::chrono::nanoseconds now_{0};
};

class CableWire final : public MidiWire {
 public:
  CableWire(const Clock& clock, DinReceiver& receiver) : clock_(clock), receiver_(receiver) {}
  Opened open() override { return Opened::AsBefore; }
  [[nodiscard]] Result<void> send(const MidiMessage& message) override {
    receiver_.arrive(clock_.now(), message);
    return {};
  }
  [[nodiscard]] Result<Flushed> flush() override { return Flushed::Sent; }
  [[nodiscard]] Result<void> check() override { return {}; }

 private:
  const Clock& clock_;
  DinReceiver& receiver_;
};

/// Of every kind that is more than two bytes long.
std::vector<Knob> knobs_of_every_kind() {
  std::vector<Knob> knobs(4);
  const char* ids[] = {"plain", "fine", "parameter", "channel"};
  for (std::size_t i = 0; i < knobs.size(); ++i) {
    MidiControl control{"amp", 1, 20 + static_cast<int>(i)};
    control.settle_ms = 0.0;
    if (i == 1 || i == 2) {
      control.bits = 14;
      control.high = 16383;
    }
    if (i == 2) control.kind = MidiKind::Nrpn;
    if (i == 3) control.values = {0, 64, 127};
    knobs[i].id = ids[i];
    knobs[i].control = control;
  }
  knobs[3].positions = {"a", "b", "c"};
  knobs[3].maximum = 2.0;
  return knobs;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("midi pacing: of 100,000 messages none is lost, at the shortest gap there is") {
    PacingClock clock;
    DinReceiver receiver{kOneMessage};
    MidiActuator actuator{
        knobs_of_every_kind(), std::make_unique<CableWire>(clock, receiver), clock, {1, 0, 0.0}};
    signals::Random random{20261122};
    int wrong = 0;
    while (receiver.arrived < 100'000) {
      const Setting setting{{"plain", 10.0 * random.uniform()},
                            {"fine", 10.0 * random.uniform()},
                            {"parameter", 10.0 * random.uniform()},
                            {"channel", std::floor(3.0 * random.uniform())}};
      const auto labels = actuator.move(setting, {});
      REQUIRE(labels);
      const auto at = [&](int controller) { return receiver.stands[{1, controller}]; };
      if (at(20) != labels->at(0).raw) ++wrong;
      if (at(21) * 128 + at(53) != labels->at(1).raw) ++wrong;
      if (at(6) * 128 + at(38) != labels->at(2).raw) ++wrong;
      if (at(23) != labels->at(3).raw) ++wrong;
    }
    CHECK(receiver.lost == 0);
    CHECK(wrong == 0);
    CHECK(receiver.closest >= 960us);
  }

  TEST_CASE("midi pacing: the model loses messages that come without it") {
    for (const auto gap : {0us, 500us, 950us}) {
      CAPTURE(gap.count());
      DinReceiver receiver{kOneMessage};
      for (int i = 0; i < 1000; ++i) receiver.arrive(i * gap, control_change(1, 20, i % 128));
      CHECK(receiver.lost > 0);
    }
    // A buffer only puts it off: this is the burst that RtMidi lost most of.
    DinReceiver deep{16384};
    for (int i = 0; i < 20'000; ++i) deep.arrive(0us, control_change(1, 20, i % 128));
    CHECK(deep.lost == 20'000 - 16384 / 3);
  }
}
