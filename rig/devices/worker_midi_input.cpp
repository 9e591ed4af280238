// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/worker_midi_input.hpp"

#include <algorithm>
#include <utility>

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;
constexpr auto kInputPatience = 4000ms;

tl::unexpected<Fault> lost(const std::string& why) {
  return tl::unexpected(Fault{FaultCode::StreamLost, why});
}

}  // namespace

WorkerMidiInput::WorkerMidiInput(MidiSpec spec, WorkerCommand worker)
    : spec_(std::move(spec)), worker_(std::move(worker)) {}

std::vector<std::string> WorkerMidiInput::open() {
  auto process = std::make_unique<WorkerProcess>(worker_, -1);
  (void)process->send(OpenMidiInput{spec_});  // a failure shows as a missing answer
  auto answer = process->receive(kInputPatience);
  if (answer && std::holds_alternative<MidiInputOpened>(*answer)) {
    process_ = std::move(process);
    auto& names = std::get<MidiInputOpened>(*answer).ports;
    ports_ = names.size();
    return std::move(names);
  }
  if (answer && std::holds_alternative<Refused>(*answer)) {
    const auto& refused = std::get<Refused>(*answer);
    throw SetupError(refused.kind, refused.text, "");
  }
  process->end(0ms);
  throw SetupError(SetupKind::Device, "The MIDI inputs did not open within 4 s.",
                   "restarting the JACK server or the MIDI device");
}

Result<std::vector<MidiBytes>> WorkerMidiInput::read(std::chrono::milliseconds time) {
  if (!process_) return lost("the MIDI input is not open");
  std::vector<MidiBytes> heard;
  const auto deadline = std::chrono::steady_clock::now() + time;
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const auto message = process_->receive(std::max(left, 0ms));
    if (!message) {
      if (process_->alive()) return heard;
      process_.reset();
      return lost("the MIDI input has gone: the worker process ended");
    }
    if (const auto* gone = std::get_if<Lost>(&*message)) {
      const std::string why = gone->text;
      process_.reset();
      return lost(why);
    }
    const auto* bytes = std::get_if<MidiHeard>(&*message);
    if (bytes == nullptr || bytes->port >= ports_) continue;  // a worker gone mad
    heard.push_back({bytes->port, {bytes->bytes.begin(), bytes->bytes.end()}});
  }
}

}  // namespace ampsweep::rig
