// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "rig/ports/stream_state.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// A libjack client of our own beside RtAudio's or RtMidi's: wires ports by name, hears the
/// server's xrun and shutdown callbacks (RtAudio reports neither fully: reliability.md 7.4),
/// switches freewheel. The only user of jack/jack.h.
///
/// Thread: the worker's control thread. Calls block while the server is stopped.
class JackWiring {
 public:
  /// `server` empty: JACK_DEFAULT_SERVER or "default". Counts xruns into `state` and sets its
  /// server_gone, when given. Sets JACK_DEFAULT_SERVER so that RtAudio and RtMidi follow.
  /// Throws SetupError{Device} when no server answers.
  JackWiring(const std::string& server, const std::string& client_name,
             StreamState* state = nullptr);
  ~JackWiring();
  JackWiring(const JackWiring&) = delete;
  JackWiring& operator=(const JackWiring&) = delete;

  [[nodiscard]] std::string server() const;
  [[nodiscard]] SampleRate rate() const;
  [[nodiscard]] int period_frames() const;
  /// The number RtAudio 5 gives this client. It has a port in each direction: RtAudio crashes on a
  /// device that lacks one, and the server's own ports may.
  [[nodiscard]] unsigned rtaudio_device() const;

  enum class PortKind { AudioSource, AudioDestination, MidiSource, MidiDestination };
  /// Full names "client:port", own ports excluded.
  [[nodiscard]] std::vector<std::string> ports(PortKind kind) const;
  /// Does nothing when already connected. Throws SetupError{Device} naming the missing port and
  /// the nearest names there are.
  void connect(const std::string& source, const std::string& destination);

  /// Returns when the server has switched. Throws SetupError when it does not within 2 s.
  void freewheel(bool on);
  /// Process cycles of this client: the server is alive while they grow.
  [[nodiscard]] std::uint64_t cycles() const;
  [[nodiscard]] bool server_gone() const;

 private:
  struct Client;
  std::unique_ptr<Client> client_;
};

}  // namespace ampsweep::rig
