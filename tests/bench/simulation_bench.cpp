// SPDX-License-Identifier: GPL-3.0-or-later
// How many times faster than real time does the simulated bench record a take?
//   ninja -C build/release simulation_bench && build/release/tests/bench/simulation_bench
// Processor time is counted, so that other work on the machine does not matter.
// Goal: 20x with every imperfection on, 60x with none, at 48 kHz on one 2.6 GHz core.

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>

#include "fixtures/simulated_bench.hpp"
#include "signals/guitar.hpp"

namespace {

using namespace ampsweep;

rig::Rig two_channel_rig(const rig::SimulationSpec& simulation) {
  rig::Rig rig;
  rig.audio.outputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  rig.audio.inputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  for (const char* id : {"gain", "treble", "master"}) {
    rig::Knob knob;
    knob.id = id;
    rig.knobs.push_back(knob);
  }
  rig.simulation = simulation;
  return rig;
}

rig::SimulationSpec every_imperfection() {
  rig::SimulationSpec spec;
  spec.latency_samples = 2345.678;
  spec.ac_corner_hz = 20.0;
  spec.noise_dbfs_rms = -100.0;
  spec.quantise_24bit = true;
  spec.drift_ppm = 5.0;
  spec.hum_dbfs_peak = -90.0;
  spec.dc_offset = 1e-4;
  spec.warm_up_db = 0.5;
  return spec;
}

void measure(const std::string& name, const rig::SimulationSpec& simulation) {
  const rig::Rig rig = two_channel_rig(simulation);
  const auto stimulus =
      signals::guitar({.length = SampleCount{30 * 48000}}, rig.audio.rate);
  auto made = fixtures::simulate(rig);
  rig::StreamSpec stream;
  stream.audio = rig.audio;
  stream.longest_take = SampleCount{31 * 48000};
  made.bench.audio->open(stream);
  double best = 0.0;
  for (int repeat = 0; repeat < 3; ++repeat) {
    rig::TakeRequest request;
    request.stimulus = stimulus;
    request.frames = stream.longest_take;
    request.take = repeat;
    const std::clock_t start = std::clock();
    if (!made.bench.audio->begin(request)) return;
    while (made.bench.audio->poll().state == rig::PlayState::Playing) {
    }
    const double spent = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    best = std::max(best, 31.0 / spent);
  }
  std::printf("%-28s %7.1f x real time\n", name.c_str(), best);
}

}  // namespace

int main() {
  std::printf("compiler %s, 31 s takes, 2 inputs, 48 kHz, best of 3\n", __VERSION__);
  measure("imperfections off", {});
  measure("every imperfection on", every_imperfection());
  rig::SimulationSpec cable;
  cable.amp = "wire";
  cable.tone_stack = false;
  cable.load = "resistor";
  measure("wire", cable);
  return 0;
}
