// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/worker_midi_wire.hpp"

#include <utility>

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr auto kOpenPatience = 4000ms;
constexpr auto kAnswerPatience = 2000ms;

}  // namespace

WorkerMidiWire::WorkerMidiWire(MidiSpec spec, WorkerCommand worker)
    : spec_(std::move(spec)), worker_(std::move(worker)) {}

MidiWire::Opened WorkerMidiWire::open() {
  if (process_ && check()) return Opened::AsBefore;
  auto process = std::make_unique<WorkerProcess>(worker_, -1);
  (void)process->send(OpenMidi{spec_});  // a failure shows as a missing answer
  const auto answer = process->receive(kOpenPatience);
  if (answer && std::holds_alternative<Done>(*answer)) {
    process_ = std::move(process);
    return Opened::Anew;
  }
  if (answer && std::holds_alternative<Refused>(*answer)) {
    const auto& refused = std::get<Refused>(*answer);
    throw SetupError(refused.kind, refused.text, "");
  }
  process->end(0ms);
  throw SetupError(SetupKind::Device, "MIDI port \"" + spec_.port + "\" did not open within 4 s.",
                   "restarting the JACK server or the MIDI device");
}

Result<void> WorkerMidiWire::send(const MidiMessage& message) {
  return ask(SendMidi{{message.begin(), message.end()}}).map([](const Message&) {});
}

Result<MidiWire::Flushed> WorkerMidiWire::flush() {
  return ask(FlushMidi{}).map([](const Message& answer) {
    return std::holds_alternative<Doubtful>(answer) ? Flushed::Doubtful : Flushed::Sent;
  });
}

Result<void> WorkerMidiWire::check() {
  return ask(CheckMidi{}).map([](const Message&) {});
}

Result<Message> WorkerMidiWire::ask(const Message& message) {
  if (!process_) {
    return tl::unexpected(Fault{FaultCode::KnobNotReached, "the MIDI port is not open"});
  }
  std::optional<Message> answer;
  if (process_->send(message)) answer = process_->receive(kAnswerPatience);
  if (answer &&
      (std::holds_alternative<Done>(*answer) || std::holds_alternative<Doubtful>(*answer))) {
    return *answer;
  }
  std::string why = "MIDI port \"" + spec_.port + "\" hangs; it is opened again at the next move";
  if (answer && std::holds_alternative<Refused>(*answer)) {
    why = std::get<Refused>(*answer).text;
  } else {
    process_->end(0ms);  // it spins or blocks
  }
  process_.reset();
  return tl::unexpected(Fault{FaultCode::KnobNotReached, why});
}

}  // namespace ampsweep::rig
