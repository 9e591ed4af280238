// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/jack_wiring.hpp"

#include <jack/jack.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>

#include "rig/devices/near_names.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

void say_nothing(const char*) {}

[[noreturn]] void refuse_server(const std::string& server) {
  throw SetupError(SetupKind::Device, "No JACK server \"" + server + "\" answers.",
                   "starting it (jackd -n " + server +
                       " -d alsa -d hw:0 ..., or pw-jack), or naming another one as `server` in "
                       "the rig file's [audio] table");
}

[[noreturn]] void refuse_port(const std::string& port, const std::vector<std::string>& others) {
  throw SetupError(SetupKind::Device, "There is no JACK port \"" + port + "\".",
                   "one of the nearest there are: " + quoted_list(near_names(port, others)) +
                       " (all: ampsweep devices); the program that owns it may not be running");
}

}  // namespace

std::string jack_client_name(const std::string& suffix) {
  return "ampsweep-" + std::to_string(::getpid()) + suffix;
}

struct JackWiring::Client {
  std::string server;
  StreamState* state{nullptr};
  jack_client_t* handle{nullptr};
  std::atomic<std::uint64_t> cycles{0};
  std::atomic<std::uint64_t> xruns{0};
  std::atomic<bool> freewheeling{false};
  std::atomic<bool> gone{false};
  std::atomic<jack_nframes_t> rate{0};
  std::atomic<jack_nframes_t> period{0};
  jack_nframes_t first_rate{0};
  jack_nframes_t first_period{0};

  struct Wire {
    const jack_port_t* from;
    const jack_port_t* to;
    std::string name;
  };
  std::mutex wires_mutex;  ///< JACK tells of connections on a thread of its own.
  std::vector<Wire> wires;
  std::optional<std::string> broken;

  ~Client() {
    if (handle != nullptr) jack_client_close(handle);
  }

  void made(const jack_port_t* from, const jack_port_t* to, std::string name) {
    const std::lock_guard lock{wires_mutex};
    const auto known = std::any_of(wires.begin(), wires.end(), [&](const Wire& wire) {
      return wire.from == from && wire.to == to;
    });
    if (!known) wires.push_back({from, to, std::move(name)});
  }
  void unmade(const jack_port_t* a, const jack_port_t* b) {
    const std::lock_guard lock{wires_mutex};
    for (const Wire& wire : wires) {
      const bool this_one = (wire.from == a && wire.to == b) || (wire.from == b && wire.to == a);
      if (this_one && !broken) broken = wire.name;
    }
  }

  static void on_connection(jack_port_id_t a, jack_port_id_t b, int connected, void* self) {
    if (connected != 0) return;
    auto& client = *static_cast<Client*>(self);
    client.unmade(jack_port_by_id(client.handle, a), jack_port_by_id(client.handle, b));
  }
  static int on_xrun(void* self) {
    static_cast<Client*>(self)->xruns.fetch_add(1, std::memory_order_relaxed);
    auto* state = static_cast<Client*>(self)->state;
    if (state != nullptr) state->server_xruns.fetch_add(1, std::memory_order_relaxed);
    return 0;
  }
  static void on_shutdown(void* self) {
    auto& client = *static_cast<Client*>(self);
    client.gone = true;
    if (client.state != nullptr) client.state->server_gone.store(1, std::memory_order_relaxed);
  }
  // Both are also called when nothing has changed.
  static int on_rate(jack_nframes_t rate, void* self) {
    static_cast<Client*>(self)->rate = rate;
    return 0;
  }
  static int on_buffer_size(jack_nframes_t frames, void* self) {
    static_cast<Client*>(self)->period = frames;
    return 0;
  }
  static void on_freewheel(int starting, void* self) {
    static_cast<Client*>(self)->freewheeling = starting != 0;
  }
  static int on_period(jack_nframes_t, void* self) {
    static_cast<Client*>(self)->cycles.fetch_add(1, std::memory_order_relaxed);
    return 0;
  }
};

std::string jack_server(const std::string& wanted) {
  if (!wanted.empty()) return wanted;
  const char* named = std::getenv("JACK_DEFAULT_SERVER");
  return named == nullptr || *named == '\0' ? "default" : named;
}

JackWiring::JackWiring(const Options& options) : client_(std::make_unique<Client>()) {
  jack_set_error_function(say_nothing);
  jack_set_info_function(say_nothing);
  client_->server = jack_server(options.server);
  client_->state = options.state;
  ::setenv("JACK_DEFAULT_SERVER", client_->server.c_str(), 1);
  ::setenv("JACK_NO_START_SERVER", "1", 1);
  auto* self = client_.get();
  auto* handle = jack_client_open(options.client_name.c_str(), JackNoStartServer, nullptr);
  if (handle == nullptr) refuse_server(client_->server);
  client_->handle = handle;
  jack_set_xrun_callback(handle, Client::on_xrun, self);
  jack_set_port_connect_callback(handle, Client::on_connection, self);
  jack_on_shutdown(handle, Client::on_shutdown, self);
  jack_set_freewheel_callback(handle, Client::on_freewheel, self);
  self->rate = self->first_rate = jack_get_sample_rate(handle);
  self->period = self->first_period = jack_get_buffer_size(handle);
  jack_set_sample_rate_callback(handle, Client::on_rate, self);
  jack_set_buffer_size_callback(handle, Client::on_buffer_size, self);
  if (options.count_cycles) jack_set_process_callback(handle, Client::on_period, self);
  // RtAudio's "device": see rtaudio_device().
  jack_port_register(handle, "anchor_in", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
  jack_port_register(handle, "anchor_out", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
  if (jack_activate(handle) != 0) refuse_server(client_->server);
}

JackWiring::~JackWiring() = default;

const std::string& JackWiring::server() const { return client_->server; }

SampleRate JackWiring::rate() const {
  return SampleRate{static_cast<std::int32_t>(jack_get_sample_rate(client_->handle))};
}

int JackWiring::period_frames() const {
  return static_cast<int>(jack_get_buffer_size(client_->handle));
}

unsigned JackWiring::rtaudio_device() const {
  const std::string own = std::string{jack_get_client_name(client_->handle)} + ':';
  const char** names = jack_get_ports(client_->handle, nullptr, JACK_DEFAULT_AUDIO_TYPE, 0);
  // RtAudio counts the changes of client name along this list.
  unsigned number = 0;
  std::string previous;
  for (const char** name = names; name != nullptr && *name != nullptr; ++name) {
    const std::string full{*name};
    const auto prefix = full.substr(0, full.find(':') + 1);
    if (prefix == own) break;
    if (prefix != previous) ++number;
    previous = prefix;
  }
  jack_free(names);
  return number;
}

std::vector<std::string> JackWiring::ports(PortKind kind) const {
  const bool midi = kind == PortKind::MidiSource || kind == PortKind::MidiDestination;
  const bool source = kind == PortKind::AudioSource || kind == PortKind::MidiSource;
  const char** names = jack_get_ports(client_->handle, nullptr,
                                      midi ? JACK_DEFAULT_MIDI_TYPE : JACK_DEFAULT_AUDIO_TYPE,
                                      source ? JackPortIsOutput : JackPortIsInput);
  std::vector<std::string> found;
  for (const char** name = names; name != nullptr && *name != nullptr; ++name) {
    const std::string full{*name};
    if (!full.starts_with(jack_client_name())) found.push_back(full);
  }
  jack_free(names);
  return found;
}

std::string JackWiring::own_name(const std::string& name) const {
  const auto* port = jack_port_by_name(client_->handle, name.c_str());
  return port == nullptr ? name : jack_port_name(port);
}

void JackWiring::connect(const std::string& source, const std::string& destination) {
  const auto* from = jack_port_by_name(client_->handle, source.c_str());
  const auto* to = jack_port_by_name(client_->handle, destination.c_str());
  const auto* known = from != nullptr ? from : to;
  const bool midi =
      known != nullptr && std::string{jack_port_type(known)} == std::string{JACK_DEFAULT_MIDI_TYPE};
  if (from == nullptr || (jack_port_flags(from) & JackPortIsOutput) == 0) {
    refuse_port(source, ports(midi ? PortKind::MidiSource : PortKind::AudioSource));
  }
  if (to == nullptr || (jack_port_flags(to) & JackPortIsInput) == 0) {
    refuse_port(destination, ports(midi ? PortKind::MidiDestination : PortKind::AudioDestination));
  }
  const int error = jack_connect(client_->handle, source.c_str(), destination.c_str());
  if (error != 0 && error != EEXIST) {
    throw SetupError(SetupKind::Device,
                     "JACK refuses to connect \"" + source + "\" to \"" + destination + "\".",
                     "connecting them by hand (jack_connect) to see why");
  }
  client_->made(from, to, "\"" + source + "\" to \"" + destination + "\"");
}

std::optional<std::string> JackWiring::broken() const {
  const std::lock_guard lock{client_->wires_mutex};
  return client_->broken;
}

std::optional<std::string> JackWiring::changed() const {
  const auto sentence = [&](const char* what, jack_nframes_t from, jack_nframes_t to) {
    return "the JACK server went from " + std::to_string(from) + " to " + std::to_string(to) +
           what + " while the stream was open: leave it alone during a session";
  };
  if (client_->rate != client_->first_rate) {
    return sentence(" Hz", client_->first_rate, client_->rate);
  }
  if (client_->period != client_->first_period) {
    return sentence(" frames a period", client_->first_period, client_->period);
  }
  return std::nullopt;
}

bool JackWiring::connected(const std::string& source, const std::string& destination) const {
  const auto* from = jack_port_by_name(client_->handle, source.c_str());
  const auto* to = jack_port_by_name(client_->handle, destination.c_str());
  if (from == nullptr || to == nullptr) return false;
  const std::string wanted = jack_port_name(to);
  const char** names = jack_port_get_all_connections(client_->handle, from);
  bool found = false;
  for (const char** name = names; name != nullptr && *name != nullptr; ++name) {
    found = found || wanted == *name;
  }
  jack_free(names);
  return found;
}

void JackWiring::freewheel(bool on) {
  if (client_->freewheeling == on) return;
  // A client that was killed in freewheel leaves the server in it, and a second "on" is then
  // refused.
  if (on) jack_set_freewheel(client_->handle, 0);
  const auto deadline = std::chrono::steady_clock::now() + 2s;
  const bool asked = jack_set_freewheel(client_->handle, on ? 1 : 0) == 0;
  while (asked && client_->freewheeling != on && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(1ms);
  }
  if (client_->freewheeling != on) {
    throw SetupError(SetupKind::Device,
                     "JACK server \"" + client_->server + "\" does not switch to freewheel.",
                     "capturing without --freewheel");
  }
}

std::uint64_t JackWiring::cycles() const { return client_->cycles.load(); }
std::uint64_t JackWiring::xruns() const { return client_->xruns.load(); }
bool JackWiring::server_gone() const { return client_->gone.load(); }

}  // namespace ampsweep::rig
