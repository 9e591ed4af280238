// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rig/ports/audio_port.hpp"
#include "rig/ports/device_listing.hpp"

namespace ampsweep::rig {

/// One MIDI port.
struct MidiSpec {
  AudioApi api{AudioApi::Jack};  ///< Jack: UNIX_JACK; Alsa: the ALSA sequencer.
  std::string server;            ///< JACK server name; empty = environment or default.
  std::string port;              ///< Exact name or unique part of it.
};

// Parent -> worker. The first message decides what the worker serves.
struct OpenAudio {
  StreamSpec spec;
};  ///< Answer: AudioOpened or Refused.
struct OpenMidi {
  MidiSpec spec;
};  ///< Answer: Done or Refused.
struct ListDevices {
  std::string server;
};                  ///< Answer: DeviceListing.
struct BeginTake {  ///< No answer: StreamState says when it plays.
  std::int64_t stimulus_frames{0};
  std::int64_t frames{0};
  std::int64_t tap_blocks{0};  ///< 0 = no corridor.
};
struct StopTake {};  ///< No answer.
struct SendMidi {
  std::string bytes;
};                    ///< Answer: Done or Refused.
struct FlushMidi {};  ///< Answer: Done, Doubtful or Refused.
struct CheckMidi {};  ///< Answer: Done or Refused, when the port is not there any more.

struct OpenMidiInput {
  MidiSpec spec;  ///< An empty port: all there are.
};                ///< Answer: MidiInputOpened or Refused; then MidiHeard as it comes.

// Worker -> parent.
struct AudioOpened {
  StreamInfo info;
};
struct Done {};
struct Doubtful {};  ///< Done, but a message may be lost on its way.
struct Refused {
  SetupKind kind{SetupKind::Device};
  std::string text;
};
struct Lost {
  std::string text;
};  ///< Unasked: the stream has ended.
struct MidiInputOpened {
  std::vector<std::string> ports;
};
struct MidiHeard {
  std::uint32_t port{0};  ///< Position in MidiInputOpened::ports.
  std::string bytes;
};  ///< Unasked.

using Message = std::variant<OpenAudio, OpenMidi, ListDevices, BeginTake, StopTake, SendMidi,
                             FlushMidi, AudioOpened, Done, Refused, Lost, DeviceListing,
                             OpenMidiInput, MidiInputOpened, MidiHeard, CheckMidi, Doubtful>;

/// Descriptors a worker is started with.
inline constexpr int kSocketDescriptor = 3;
inline constexpr int kSharedDescriptor = 4;

/// Both ends are the same program: fields in host byte order, strings with their length.
/// Longer than kMaxMessageBytes is cut to a Refused by the sender.
inline constexpr std::size_t kMaxMessageBytes = 128 * 1024;
[[nodiscard]] std::vector<std::uint8_t> encode(const Message& message);
/// Nothing when the bytes are not a whole message.
[[nodiscard]] std::optional<Message> decode(const std::vector<std::uint8_t>& bytes);

}  // namespace ampsweep::rig
