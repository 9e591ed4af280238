// SPDX-License-Identifier: GPL-3.0-or-later
// A third-party amp (guitarix) whose knobs are moved over MIDI.
#include <doctest/doctest.h>

#include <cmath>

#include "rig/devices/audio_worker_port.hpp"
#include "rig/devices/midi_actuator.hpp"
#include "rig/devices/system_clock.hpp"
#include "rig/devices/worker_midi_wire.hpp"
#include "tests/system/jack_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::JackBench;

namespace {

/// out_master of tests/system/amp-state.json: -50..4 dB over CC 25.
Knob master() {
  Knob knob;
  knob.id = "master";
  knob.minimum = 0.0;
  knob.maximum = 10.0;
  knob.control = MidiControl{"amp_amp:midi_in_1", 1, 25, 0, 127, 400.0};
  return knob;
}

double level_db(const std::vector<float>& x) {
  double sum = 0.0;
  for (std::size_t i = x.size() / 2; i < x.size(); ++i) sum += double{x[i]} * double{x[i]};
  return 10.0 * std::log10(2.0 * sum / static_cast<double>(x.size()));
}

}  // namespace

TEST_SUITE("system") {
  TEST_CASE("jack: the amp's level follows its master knob over MIDI CC by 54 dB") {
    const JackBench bench{JackBench::With::Amp};
    AudioWorkerPort port{test::worker()};
    port.open(test::amp_spec(bench));
    SystemClock clock;
    MidiActuator actuator{
        {master()},
        std::make_unique<WorkerMidiWire>(
            MidiSpec{AudioApi::Jack, bench.server(), "amp_amp:midi_in_1"}, test::worker()),
        clock};
    const auto stimulus = test::noise_burst(24'000, 0);
    std::vector<double> levels;
    for (const double value : {0.0, 5.0, 10.0, 0.0}) {
      const auto labels = actuator.move({{"master", value}}, {});
      REQUIRE(labels);
      CHECK(labels->front().printed == doctest::Approx(value).epsilon(0.01));
      const auto status = test::play(port, stimulus, 24'000);
      REQUIRE_FALSE(status.fault);
      levels.push_back(level_db(status.recording->channels[0]));
      MESSAGE("master " << value << ": " << levels.back() << " dB");
      // The loopback does not pass the amp: it proves that the stream itself did not change.
      CHECK(test::lag_of(stimulus, status.recording->channels[1], 5000) == bench.period());
    }
    CHECK(levels[2] - levels[0] == doctest::Approx(54.0).epsilon(0.02));
    CHECK(levels[1] - levels[0] == doctest::Approx(27.2).epsilon(0.03));  // CC 64 of 127
    CHECK(levels[3] == doctest::Approx(levels[0]).epsilon(0.01));
  }
}
