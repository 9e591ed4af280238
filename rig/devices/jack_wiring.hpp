// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rig/ports/stream_state.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// The server that `wanted` means: empty is JACK_DEFAULT_SERVER, or "default" where that is unset
/// or empty.
[[nodiscard]] std::string jack_server(const std::string& wanted);

/// A libjack client of our own beside RtAudio's or RtMidi's: wires ports by name, hears the
/// server's xrun, shutdown, rate and buffer-size callbacks (RtAudio reports none fully:
/// reliability.md 7.4), switches freewheel. The only user of jack/jack.h.
///
/// Thread: the worker's control thread. Calls block while the server is stopped.
class JackWiring {
 public:
  struct Options {
    std::string server;           ///< As jack_server() takes it.
    std::string client_name;      ///< Unique: holds the pid.
    StreamState* state{nullptr};  ///< Gets server_xruns and server_gone, when given.
    bool count_cycles{false};     ///< Costs the server one more thread to wake in each period.
  };
  /// Sets JACK_DEFAULT_SERVER, so that RtAudio and RtMidi go to the same server.
  /// Throws SetupError{Device} when no server answers.
  explicit JackWiring(const Options& options);
  ~JackWiring();
  JackWiring(const JackWiring&) = delete;
  JackWiring& operator=(const JackWiring&) = delete;

  [[nodiscard]] const std::string& server() const;
  [[nodiscard]] SampleRate rate() const;
  [[nodiscard]] int period_frames() const;
  /// The number RtAudio 5 gives this client. It has a port in each direction: RtAudio crashes on a
  /// device that lacks one, and the server's own ports may.
  [[nodiscard]] unsigned rtaudio_device() const;

  enum class PortKind { AudioSource, AudioDestination, MidiSource, MidiDestination };
  /// Full names "client:port"; those of this process excluded.
  [[nodiscard]] std::vector<std::string> ports(PortKind kind) const;
  /// What the server calls the port that `name` or an alias means; `name` when there is none.
  [[nodiscard]] std::string own_name(const std::string& name) const;
  /// Does nothing when already connected. Throws SetupError{Device} naming the missing port and
  /// the nearest names there are.
  void connect(const std::string& source, const std::string& destination);
  /// False also when either has gone.
  [[nodiscard]] bool connected(const std::string& source, const std::string& destination) const;
  /// The first connection made with connect() that was undone since, whoever restored it: the
  /// program behind it has left and may be back, with everything it was told forgotten.
  [[nodiscard]] std::optional<std::string> broken() const;

  /// What the server runs at since, when that is another sample rate or period than at the start: a
  /// sentence.
  [[nodiscard]] std::optional<std::string> changed() const;

  /// Returns when the server has switched. Throws SetupError when it does not within 2 s.
  void freewheel(bool on);
  /// Periods this client was called for (Options::count_cycles): the server runs while they grow.
  [[nodiscard]] std::uint64_t cycles() const;
  /// Deadlines that any client of the server missed, since this one was opened.
  [[nodiscard]] std::uint64_t xruns() const;
  [[nodiscard]] bool server_gone() const;

 private:
  struct Client;
  std::unique_ptr<Client> client_;
};

/// "ampsweep-<pid><suffix>": unique on its server, and how ports() knows its own.
[[nodiscard]] std::string jack_client_name(const std::string& suffix = "");

}  // namespace ampsweep::rig
