// SPDX-License-Identifier: GPL-3.0-or-later
// Composition root: the only file that names concrete devices.
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fixtures/simulated_bench.hpp"
#include "rig/cli/command_facts.hpp"
#include "rig/cli/front.hpp"
#include "rig/cli/run_cli.hpp"
#include "rig/cli/stop_signals.hpp"
#include "rig/devices/audio_worker.hpp"
#include "rig/devices/device_list.hpp"
#include "rig/devices/hook_runner.hpp"
#include "rig/devices/real_bench.hpp"
#include "rig/devices/serial_port.hpp"
#include "rig/devices/servo/make_servos.hpp"
#include "rig/devices/worker_midi_input.hpp"
#include "rig/devices/worker_monitor.hpp"
#include "rig/gui/control/settings_file.hpp"
#include "rig/gui/run_gui.hpp"
#include "rig/model/steady_heap.hpp"
#include "rig/plan/hooks_file.hpp"

namespace {

using namespace ampsweep;

/// The hidden verb `audio-worker --fd N`; -1 when this is another command line.
int worker_fd(int argc, char** argv) {
  if (argc != 4 || std::string_view{argv[1]} != "audio-worker" ||
      std::string_view{argv[2]} != "--fd") {
    return -1;
  }
  int fd = -1;
  const char* const end = argv[3] + std::strlen(argv[3]);
  return std::from_chars(argv[3], end, fd).ptr == end ? fd : -1;
}

rig::Bench real_bench(const rig::Rig& rig, rig::cli::Answers answers,
                      const rig::cli::StopSignals& signals) {
  rig::RealBenchOptions options;
  options.answer =
      answers == rig::cli::Answers::AlwaysYes ? rig::AssumedAnswer::Yes : rig::AssumedAnswer::None;
  options.hooks = rig::load_hooks(rig::hooks_path());
  rig::Bench bench = rig::make_real_bench(rig, options);
  if (bench.stop_switch) bench.stop_switch->watch([&signals] { signals.request_stop(); });
  return bench;
}

/// The bench of the window: its questions are asked there, those of the simulated bench too.
rig::Bench window_bench(const rig::Rig& rig, std::unique_ptr<rig::Operator> person) {
  if (rig.audio.api == rig::AudioApi::Simulated) {
    rig::Bench bench = fixtures::make_simulated_bench(rig);
    bench.person = std::move(person);
    return bench;
  }
  rig::RealBenchOptions options;
  options.hooks = rig::load_hooks(rig::hooks_path());
  return rig::make_real_bench(rig, options, std::move(person));
}

/// Beside an installed program, else where this one was built.
std::filesystem::path examples() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto installed = self.parent_path().parent_path() / "share" / "ampsweep";
  if (!error && std::filesystem::exists(installed / "rigs")) return installed;
  return AMPSWEEP_SOURCE_EXAMPLES;
}

[[noreturn]] void refuse_devices() {
  throw rig::SetupError(rig::SetupKind::Usage, "devices are not used from the Tools room",
                        "use the room that is made for this, or a terminal");
}

/// A verb run in the window. The devices are the bench worker's: what STOP could not reach and two
/// could open at once is not to be had here.
int run_verb(const std::vector<std::string>& args, std::ostream& out, std::ostream& err,
             std::stop_token stop) {
  const rig::cli::Front front{
      [](const rig::Rig&, rig::cli::Answers) -> rig::Bench { refuse_devices(); },
      [](const rig::Rig&) -> rig::Bench { refuse_devices(); },
      []() -> rig::DeviceListing { refuse_devices(); },
      out,
      err,
      false,
      std::move(stop),
      refuse_devices,
      [](const rig::Rig&, const std::string&) -> std::unique_ptr<rig::MidiInput> {
        refuse_devices();
      },
      [](const rig::MonitorChoice&,
         const std::vector<rig::AudioSpec>&) -> std::unique_ptr<rig::Monitor> { refuse_devices(); },
      [](const rig::ServoControl&, rig::Clock&) -> std::unique_ptr<rig::ServoDrive> {
        refuse_devices();
      }};
  std::vector<const char*> argv{"ampsweep"};
  for (const std::string& arg : args) argv.push_back(arg.c_str());
  return rig::cli::run_cli(static_cast<int>(argv.size()), argv.data(), front);
}

std::unique_ptr<rig::MidiInput> midi_input(const rig::Rig& rig, const std::string& port) {
  return std::make_unique<rig::WorkerMidiInput>(
      rig::MidiSpec{rig.audio.api, rig.audio.server, port}, rig::WorkerCommand{});
}

std::unique_ptr<rig::Monitor> real_monitor(const rig::MonitorChoice& choice,
                                           const std::vector<rig::AudioSpec>& rigs) {
  return std::make_unique<rig::WorkerMonitor>(choice, rigs);
}

std::unique_ptr<rig::ServoDrive> real_servo(const rig::ServoControl& servo, rig::Clock& clock) {
  return rig::make_servo_drive(servo.protocol,
                               std::make_unique<rig::SerialPort>(servo.port, servo.baud), clock);
}

void open_window(const std::stop_token& stop) {
  rig::gui::GuiFront front;
  front.bench = window_bench;
  front.devices = [] { return rig::list_devices(); };
  front.settings = rig::gui::settings_path();
  front.examples = examples();
  front.stop = stop;
  front.midi_input = [](const rig::Rig& rig) { return midi_input(rig, ""); };
  front.monitor = real_monitor;
  front.servo = real_servo;
  front.verbs = rig::cli::ampsweep_command();
  front.run_verb = run_verb;
  rig::gui::run_gui(front);
}

}  // namespace

int main(int argc, char** argv) {
  rig::keep_heap_steady();
  if (const int fd = worker_fd(argc, argv); fd >= 0) return rig::run_audio_worker(fd);
  // Whoever read our output may be gone (Ctrl-C ends `tee` first): the session goes on and ends as
  // sessions do. What we start gets the signal's usual effect back.
  std::signal(SIGPIPE, SIG_IGN);
  const rig::cli::StopSignals signals;
  const rig::cli::Front front{[&signals](const rig::Rig& rig, rig::cli::Answers answers) {
                                return real_bench(rig, answers, signals);
                              },
                              fixtures::make_simulated_bench,
                              [] { return rig::list_devices(); },
                              std::cout,
                              std::cerr,
                              isatty(STDERR_FILENO) == 1,
                              signals.token(),
                              [&signals] { open_window(signals.token()); },
                              midi_input,
                              real_monitor,
                              real_servo,
                              [](std::vector<rig::Hook> hooks) -> std::unique_ptr<rig::Hooks> {
                                return std::make_unique<rig::HookRunner>(std::move(hooks));
                              }};
  return rig::cli::run_cli(argc, argv, front);
}
