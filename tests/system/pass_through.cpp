// SPDX-License-Identifier: GPL-3.0-or-later
// A JACK client that copies `in` to `out`: a cable in the amp's place, as many periods long as an
// amp program. `pass_through CLIENT_NAME`; runs until SIGTERM or until the server goes.
#include <jack/jack.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

namespace {

struct Ports {
  jack_port_t* in{nullptr};
  jack_port_t* out{nullptr};
};

int copy(jack_nframes_t frames, void* arg) {
  const auto& ports = *static_cast<Ports*>(arg);
  std::memcpy(jack_port_get_buffer(ports.out, frames), jack_port_get_buffer(ports.in, frames),
              frames * sizeof(jack_default_audio_sample_t));
  return 0;
}

void leave(void*) { ::kill(::getpid(), SIGTERM); }

}  // namespace

int main(int argc, char** argv) {
  const char* name = argc > 1 ? argv[1] : "through";
  // Before libjack starts its threads, so that only sigwait() below takes them.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  auto* client = jack_client_open(name, JackNoStartServer, nullptr);
  if (client == nullptr) {
    std::fputs("pass_through: no JACK server answers\n", stderr);
    return 1;
  }
  Ports ports;
  jack_set_process_callback(client, copy, &ports);
  jack_on_shutdown(client, leave, nullptr);
  ports.in = jack_port_register(client, "in", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
  ports.out = jack_port_register(client, "out", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
  if (jack_activate(client) != 0) return 1;

  int signal_number = 0;
  ::sigwait(&ending, &signal_number);
  jack_client_close(client);
  return 0;
}
