// SPDX-License-Identifier: GPL-3.0-or-later
// A JACK client with a MIDI output that turns a knob from one end to the other once somebody
// listens: `midi_sender CLIENT CHANNEL CONTROLLER [later]`; with `later` only after SIGUSR1. Beside
// it: clock, active sensing, a note, and controller 11 of channel 16, which jitters by one step.
// Runs until SIGTERM or the server goes.
#include <jack/jack.h>
#include <jack/midiport.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace {

constexpr int kEveryPeriods = 2;  // 128 values in 6 s of 1024 frames at 48 kHz

struct Sender {
  jack_port_t* out{nullptr};
  unsigned char status{0xB0};
  unsigned char controller{0};
  int periods{0};
  int value{0};
  std::atomic<bool> turning{true};
};

void send(void* buffer, unsigned at, unsigned char a, unsigned char b, unsigned char c) {
  const jack_midi_data_t message[3] = {a, b, c};
  (void)jack_midi_event_write(buffer, at, message, 3);
}

void send(void* buffer, unsigned at, unsigned char real_time) {
  (void)jack_midi_event_write(buffer, at, &real_time, 1);
}

int play(jack_nframes_t frames, void* arg) {
  auto& sender = *static_cast<Sender*>(arg);
  void* buffer = jack_port_get_buffer(sender.out, frames);
  jack_midi_clear_buffer(buffer);
  if (jack_port_connected(sender.out) == 0) return 0;
  send(buffer, 0, 0xF8);
  if (++sender.periods % kEveryPeriods != 0) return 0;
  send(buffer, 1, 0xFE);
  send(buffer, 2, 0xBF, 11, static_cast<unsigned char>(64 + sender.periods / kEveryPeriods % 2));
  send(buffer, 3, 0x90, 60, 100);
  if (!sender.turning || sender.value > 127) return 0;  // the knob stands at its end
  send(buffer, 4, sender.status, sender.controller, static_cast<unsigned char>(sender.value++));
  return 0;
}

void leave(void*) { ::kill(::getpid(), SIGTERM); }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 && argc != 5) return 2;
  // Before libjack starts its threads, so that only sigwait() below takes them.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGUSR1);
  ::pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  Sender sender;
  sender.status = static_cast<unsigned char>(0xB0 + std::atoi(argv[2]) - 1);
  sender.controller = static_cast<unsigned char>(std::atoi(argv[3]));
  sender.turning = argc == 4;
  auto* client = jack_client_open(argv[1], JackNoStartServer, nullptr);
  if (client == nullptr) {
    std::fputs("midi_sender: no JACK server answers\n", stderr);
    return 1;
  }
  jack_set_process_callback(client, play, &sender);
  jack_on_shutdown(client, leave, nullptr);
  sender.out = jack_port_register(client, "out", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput, 0);
  if (jack_activate(client) != 0) return 1;

  int signal_number = 0;
  while (::sigwait(&ending, &signal_number) == 0 && signal_number == SIGUSR1) sender.turning = true;
  jack_client_close(client);
  return 0;
}
