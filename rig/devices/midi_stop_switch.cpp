// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/midi_stop_switch.hpp"

#include <condition_variable>
#include <exception>
#include <utility>

#include "rig/model/midi_events.hpp"
#include "rig/model/pedal_message.hpp"

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;
constexpr auto kListenFor = 50ms;

/// A pedal that toggles works from either side: for a controller, letting go counts too.
bool is_stop(const Footswitch& what, const ChannelMessage& message) {
  const PedalMessage said = pedal_message(what, message);
  return said == PedalMessage::Down ||
         (said == PedalMessage::Up && what.kind == FootswitchKind::Controller);
}

bool holds_stop(const Footswitch& what, ChannelMessageReader& reader,
                const std::vector<MidiBytes>& came) {
  bool any = false;
  for (const MidiBytes& part : came) {
    for (const std::uint8_t byte : part.bytes) {
      const auto message = reader.read(byte);
      any = (message && is_stop(what, *message)) || any;
    }
  }
  return any;
}

std::string quoted_port(const std::vector<std::string>& ports, const Footswitch& what) {
  return '"' + (ports.empty() ? what.port : ports.front()) + '"';
}

}  // namespace

void MidiStopSwitch::watch(std::function<void()> pressed) {
  try {
    tell("STOP is heard on MIDI port " + quoted_port(input_->open(), what_));
  } catch (const SetupError& error) {
    throw SetupError(error.kind(), std::string{"The STOP of [safety]: "} + error.what(), "");
  }
  thread_ = std::jthread{
      [this, pressed = std::move(pressed)](const std::stop_token& over) { hear(pressed, over); }};
}

std::vector<std::string> MidiStopSwitch::look_after() {
  const std::scoped_lock lock{told_mutex_};
  return std::exchange(told_, {});
}

void MidiStopSwitch::tell(std::string text) {
  const std::scoped_lock lock{told_mutex_};
  told_.push_back(std::move(text));
}

void MidiStopSwitch::hear(const std::function<void()>& pressed, const std::stop_token& over) {
  ChannelMessageReader reader;
  while (!over.stop_requested()) {
    const auto came = input_->read(kListenFor);
    if (came) {
      if (holds_stop(what_, reader, *came)) {
        pressed();
        tell("STOP was pressed over MIDI");
      }
      continue;
    }
    tell("STOP over MIDI is not heard any more: " + came.error().detail);
    if (!find_again(over)) return;
    reader = ChannelMessageReader{};
  }
}

bool MidiStopSwitch::find_again(const std::stop_token& over) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock{mutex};
  while (!never.wait_for(lock, over, search_every_, [] { return false; }) &&
         !over.stop_requested()) {
    try {
      tell("STOP is heard again on MIDI port " + quoted_port(input_->open(), what_));
      return true;
    } catch (const std::exception&) {  // not yet
    }
  }
  return false;
}

}  // namespace ampsweep::rig
