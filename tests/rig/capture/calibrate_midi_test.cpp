// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/calibrate_midi.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "rig/capture/calibrate_knob.hpp"
#include "rig/ports/bench.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// An amp that shows what a CC value means to it, and remembers what it was sent.
class ShowingAmp final : public KnobActuator, public Operator {
 public:
  std::function<std::string(int)> shows;
  std::vector<int> sent;

  [[nodiscard]] std::vector<std::string> knobs() const override { return {"gain"}; }
  [[nodiscard]] Result<std::vector<KnobLabel>> move(const Setting& setting,
                                                    const std::stop_token& stop) override {
    if (stop.stop_requested()) return tl::unexpected(Fault{FaultCode::Stopped, "stopped"});
    sent.push_back(static_cast<int>(setting.at("gain")));
    return std::vector<KnobLabel>{};
  }
  void forget() noexcept override {}
  void release() noexcept override {}
  [[nodiscard]] Answer confirm(Question, const std::string&, const std::vector<std::string>&,
                               const std::stop_token&) override {
    return Answer::Yes;
  }
  [[nodiscard]] std::optional<std::string> ask(const TypedQuestion&,
                                               const std::stop_token&) override {
    return shows ? std::optional{shows(sent.back())} : std::nullopt;
  }
};

Knob midi_gain() {
  Knob knob;
  knob.id = "gain";
  knob.control = MidiControl{};
  return knob;
}

/// 0 to 10 over CC `low` to `high`, a display of tenths that stays at its ends beyond them.
std::string tenths(int value, double low, double high) {
  const double share = std::clamp((value - low) / (high - low), 0.0, 1.0);
  return std::to_string(std::round(100.0 * share) / 10.0);
}

MidiCalibration found_by(ShowingAmp& amp, const Knob& knob, const MidiWish& wish = {}) {
  return calibrate_midi(knob, amp, amp, wish, {}, {});
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("calibrate MIDI: the ends of a knob that answers to part of the CC range") {
    ShowingAmp amp;
    amp.shows = [](int value) { return tenths(value, 10.0, 118.0); };
    const MidiCalibration found = found_by(amp, midi_gain());
    CHECK(amp.sent == MidiWish{}.values);
    const auto& midi = std::get<MidiControl>(found.knob.control);
    CHECK(std::abs(midi.low - 10) <= 1);
    CHECK(std::abs(midi.high - 118) <= 1);
    CHECK(found.straight);
    CHECK(found.worst <= 0.015);
  }

  TEST_CASE("calibrate MIDI: a reversed knob, and one whose display cannot always be read") {
    ShowingAmp amp;
    amp.shows = [](int value) { return value == 64 ? "" : tenths(value, 127.0, 0.0); };
    const MidiCalibration found = found_by(amp, midi_gain());
    CHECK(std::get<MidiControl>(found.knob.control).low == 127);
    CHECK(std::get<MidiControl>(found.knob.control).high == 0);
    CHECK(found.readings.size() == MidiWish{}.values.size() - 1);
  }

  TEST_CASE("calibrate MIDI: a bent scale is refused, an unreachable end names what to write") {
    ShowingAmp amp;
    amp.shows = [](int value) { return std::to_string(10.0 * std::pow(value / 127.0, 2.0)); };
    const MidiCalibration bent = found_by(amp, midi_gain(), {MidiWish{}.values, 0.02});
    CHECK_FALSE(bent.straight);
    CHECK(bent.worst > 0.09);

    amp.shows = [](int value) { return std::to_string(2.0 + 8.0 * value / 127.0); };
    CHECK_THROWS_WITH_AS((void)found_by(amp, midi_gain()), doctest::Contains("minimum = 2"),
                         SetupError);
    amp.shows = [](int) { return std::string{"5"}; };
    CHECK_THROWS_WITH_AS((void)found_by(amp, midi_gain()), doctest::Contains("no change"),
                         SetupError);
    amp.shows = {};
    CHECK_THROWS_WITH_AS((void)found_by(amp, midi_gain()), doctest::Contains("nobody answered"),
                         SetupError);
  }

  TEST_CASE("calibrate MIDI: a switch is read off by the names of its positions") {
    Knob knob = midi_gain();
    knob.positions = {"clean", "crunch", "lead"};
    knob.maximum = 2.0;
    knob.resolution = 1.0;
    ShowingAmp amp;
    amp.shows = [](int value) { return value < 43 ? "clean" : value < 86 ? "crunch" : "lead"; };
    const MidiCalibration found = found_by(amp, knob);
    CHECK(found.straight);
    const auto& midi = std::get<MidiControl>(found.knob.control);
    CHECK(midi.low < 43);
    CHECK((midi.low + midi.high) / 2 > 43);
    CHECK((midi.low + midi.high) / 2 < 86);
    CHECK(midi.high > 86);
  }

  TEST_CASE("calibrate knob: a hand's doubt is set, a simulated knob has nothing to find") {
    Rig rig;
    rig.audio.api = AudioApi::Jack;
    Knob hand = midi_gain();
    hand.control = ManualControl{};
    rig.knobs = {hand};
    CHECK_THROWS_WITH_AS((void)calibrate_knob(rig, "gain", {}, {}, {}, {}),
                         doctest::Contains("nothing to calibrate"), SetupError);
    KnobWish wish;
    wish.uncertainty = 0.05;
    const auto set = calibrate_knob(rig, "gain", {}, wish, {}, {});
    CHECK(set.ok());
    CHECK(std::get<ManualControl>(set.knob.control).uncertainty == 0.05);
    rig.knobs.front().control = SimulatedControl{};
    CHECK_THROWS_WITH_AS((void)calibrate_knob(rig, "gain", {}, {}, {}, {}),
                         doctest::Contains("simulated"), SetupError);
    CHECK_THROWS_WITH_AS((void)calibrate_knob(rig, "gian", {}, {}, {}, {}),
                         doctest::Contains("gain"), SetupError);
  }
}
