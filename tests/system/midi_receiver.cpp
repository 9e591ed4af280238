// SPDX-License-Identifier: GPL-3.0-or-later
// A JACK client with a MIDI input that prints every message it hears as a line of decimal bytes,
// and "xrun" when the graph missed a deadline: `midi_receiver CLIENT`. Runs until SIGTERM or the server goes.
#include <jack/jack.h>
#include <jack/midiport.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <vector>

namespace {

struct Receiver {
  jack_port_t* in{nullptr};
  std::vector<std::array<unsigned char, 4>> heard{100'000};  ///< Length, then bytes.
  std::atomic<std::size_t> count{0};
  std::atomic<int> xruns{0};
};

int hear(jack_nframes_t frames, void* arg) {
  auto& receiver = *static_cast<Receiver*>(arg);
  void* buffer = jack_port_get_buffer(receiver.in, frames);
  for (jack_nframes_t i = 0; i < jack_midi_get_event_count(buffer); ++i) {
    jack_midi_event_t event;
    const std::size_t at = receiver.count;
    if (jack_midi_event_get(&event, buffer, i) != 0 || at >= receiver.heard.size()) continue;
    auto& row = receiver.heard[at];
    row[0] = static_cast<unsigned char>(event.size > 3 ? 3 : event.size);
    for (unsigned k = 0; k < row[0]; ++k) row[k + 1] = event.buffer[k];
    receiver.count = at + 1;
  }
  return 0;
}

int miss(void* arg) {
  ++static_cast<Receiver*>(arg)->xruns;
  return 0;
}

void leave(void*) { ::kill(::getpid(), SIGTERM); }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  // Before libjack starts its threads, so that only sigtimedwait() below takes them.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  Receiver receiver;
  auto* client = jack_client_open(argv[1], JackNoStartServer, nullptr);
  if (client == nullptr) {
    std::fputs("midi_receiver: no JACK server answers\n", stderr);
    return 1;
  }
  jack_set_process_callback(client, hear, &receiver);
  jack_set_xrun_callback(client, miss, &receiver);
  jack_on_shutdown(client, leave, nullptr);
  receiver.in = jack_port_register(client, "in", JACK_DEFAULT_MIDI_TYPE, JackPortIsInput, 0);
  if (jack_activate(client) != 0) return 1;

  std::size_t printed = 0;
  const timespec look{0, 20'000'000};
  bool over = false;
  while (!over) {
    over = ::sigtimedwait(&ending, nullptr, &look) > 0;
    for (const std::size_t count = receiver.count; printed < count; ++printed) {
      const auto& row = receiver.heard[printed];
      for (unsigned k = 0; k < row[0]; ++k) std::printf(k == 0 ? "%d" : " %d", row[k + 1]);
      std::printf("\n");
    }
    for (int n = receiver.xruns.exchange(0); n > 0; --n) std::printf("xrun\n");
    std::fflush(stdout);
  }
  jack_client_close(client);
  return 0;
}
