// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/real_bench.hpp"

#include <map>

#include "rig/devices/audio_worker_port.hpp"
#include "rig/devices/device_hold.hpp"
#include "rig/devices/footswitch_operator.hpp"
#include "rig/devices/hook_runner.hpp"
#include "rig/devices/manual_actuator.hpp"
#include "rig/devices/midi_actuator.hpp"
#include "rig/devices/midi_stop_switch.hpp"
#include "rig/devices/serial_port.hpp"
#include "rig/devices/servo/make_servos.hpp"
#include "rig/devices/system_clock.hpp"
#include "rig/devices/telling_operator.hpp"
#include "rig/devices/worker_midi_input.hpp"
#include "rig/devices/worker_midi_wire.hpp"

namespace ampsweep::rig {
namespace {

void refuse_simulated(const Rig& rig) {
  const std::string way_out = "ampsweep --simulate, or a real device in the rig file";
  if (rig.audio.api == AudioApi::Simulated) {
    throw SetupError(SetupKind::Usage, "Rig \"" + rig.name + "\" has simulated audio.", way_out);
  }
  for (const auto& knob : rig.knobs) {
    if (!std::holds_alternative<SimulatedControl>(knob.control)) continue;
    throw SetupError(SetupKind::Usage,
                     "Knob \"" + knob.id + "\" of rig \"" + rig.name + "\" is simulated.", way_out);
  }
}

}  // namespace

Bench make_real_bench(const Rig& rig, const RealBenchOptions& options,
                      std::unique_ptr<Operator> person) {
  refuse_simulated(rig);
  Bench bench;
  bench.clock = std::make_unique<SystemClock>();
  bench.person = person ? std::move(person) : std::make_unique<TerminalOperator>(options.answer);
  const auto ear = [&](const Footswitch& pedal) {
    return std::make_unique<WorkerMidiInput>(
        MidiSpec{rig.audio.api, rig.audio.server, pedal.port}, options.worker);
  };
  if (rig.footswitch) {
    bench.person = std::make_unique<FootswitchOperator>(
        std::move(bench.person), ear(*rig.footswitch), *rig.footswitch);
  }
  if (rig.stop_switch) {
    bench.stop_switch = std::make_unique<MidiStopSwitch>(ear(*rig.stop_switch), *rig.stop_switch);
  }
  if (!options.hooks.empty()) {
    bench.hooks = std::make_shared<HookRunner>(options.hooks);
    bench.person = std::make_unique<TellingOperator>(std::move(bench.person), bench.hooks);
  }
  bench.audio = std::make_unique<HeldAudioPort>(std::make_unique<AudioWorkerPort>(options.worker));

  std::vector<Knob> by_hand;
  std::map<std::string, std::vector<Knob>> by_midi_port;
  std::map<std::string, std::vector<Knob>> by_serial_port;
  for (const auto& knob : rig.knobs) {
    if (const auto* midi = std::get_if<MidiControl>(&knob.control)) {
      by_midi_port[midi->port].push_back(knob);
    } else if (const auto* servo = std::get_if<ServoControl>(&knob.control)) {
      by_serial_port[servo->port].push_back(knob);
    } else {
      by_hand.push_back(knob);
    }
  }
  for (const auto& [port, knobs] : by_midi_port) {
    auto wire = std::make_unique<WorkerMidiWire>(MidiSpec{rig.audio.api, rig.audio.server, port},
                                                 options.worker);
    bench.actuators.push_back(
        std::make_unique<MidiActuator>(knobs, std::move(wire), *bench.clock, rig.midi));
  }
  for (const auto& [port, knobs] : by_serial_port) {
    const int baud = std::get<ServoControl>(knobs.front().control).baud;
    bench.actuators.push_back(
        make_servos(knobs, std::make_unique<SerialPort>(port, baud), *bench.clock));
  }
  if (!by_hand.empty()) {
    bench.actuators.push_back(std::make_unique<ManualActuator>(by_hand, *bench.person));
  }
  return bench;
}

}  // namespace ampsweep::rig
