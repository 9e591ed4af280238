// SPDX-License-Identifier: GPL-3.0-or-later
// STOP on a real server: from the request to the last sample, by the graph's own clock.
#include <doctest/doctest.h>
#include <jack/jack.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stop_token>
#include <thread>
#include <vector>

#include "rig/capture/play_take.hpp"
#include "rig/devices/audio_worker_port.hpp"
#include "rig/devices/system_clock.hpp"
#include "signals/random.hpp"
#include "tests/system/jack_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::JackBench;

namespace {

constexpr int kRampFrames = 240;  // 5 ms

/// Hears one port of the graph, and keeps the time at which it last was not silent.
class Ear {
 public:
  Ear(const std::string& server, const std::string& port)
      : client_(jack_client_open("ear",
                                 static_cast<jack_options_t>(JackNoStartServer | JackServerName),
                                 nullptr, server.c_str())) {
    REQUIRE(client_ != nullptr);
    in_ = jack_port_register(client_, "in", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
    jack_set_process_callback(client_, &Ear::hear, this);
    REQUIRE(jack_activate(client_) == 0);
    REQUIRE(jack_connect(client_, port.c_str(), jack_port_name(in_)) == 0);
  }
  ~Ear() { jack_client_close(client_); }
  Ear(const Ear&) = delete;
  Ear& operator=(const Ear&) = delete;

  /// In frames, as all times here.
  [[nodiscard]] jack_nframes_t now() const { return jack_frame_time(client_); }
  /// From `since` to the last sample that was not silent; negative: that lies before it.
  [[nodiscard]] int sound_after(jack_nframes_t since) const {
    return static_cast<int>(last_sound_.load() - since);  // frame times wrap
  }

 private:
  static int hear(jack_nframes_t frames, void* arg) {
    auto& ear = *static_cast<Ear*>(arg);
    const auto* sound = static_cast<const float*>(jack_port_get_buffer(ear.in_, frames));
    for (jack_nframes_t i = frames; i > 0; --i) {
      if (sound[i - 1] == 0.0F) continue;
      ear.last_sound_ = jack_last_frame_time(ear.client_) + i - 1;
      break;
    }
    return 0;
  }

  jack_client_t* client_;
  jack_port_t* in_{nullptr};
  std::atomic<jack_nframes_t> last_sound_{0};
};

/// Frames from a STOP, `after` its take began to sound, to the last sample that left the rig.
/// Nothing: the server missed a deadline, which says nothing of STOP.
std::optional<int> frames_to_silence(AudioPort& port, const Ear& ear,
                                     const std::vector<float>& noise,
                                     std::chrono::microseconds after) {
  SystemClock clock;
  std::stop_source stop;
  std::atomic<bool> sounding{false};
  jack_nframes_t asked = 0;
  std::jthread person{[&] {
    while (!sounding) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    std::this_thread::sleep_for(after);
    asked = ear.now();
    stop.request_stop();
  }};
  const TakeRequest request{.stimulus = noise,
                            .frames = SampleCount{static_cast<std::int64_t>(noise.size())},
                            .setting = {}};
  const auto played =
      play_take(port, clock, request, stop.get_token(), [&](const PortStatus& status) {
        if (status.frame > SampleCount{4800}) sounding = true;
      });
  person.join();
  REQUIRE(played.fault);
  REQUIRE_MESSAGE(played.fault->code == FaultCode::Stopped, played.fault->detail);
  std::this_thread::sleep_for(std::chrono::milliseconds{80});
  if (played.xruns > 0) return std::nullopt;
  return ear.sound_after(asked);
}

}  // namespace

TEST_SUITE("system") {
  // Half of them at least: a busy computer lets a thread wait for tens of milliseconds, which is no
  // part of the way a STOP takes.
  TEST_CASE("jack: STOP at any moment is silence within two periods and 5 ms") {
    for (const int period : {256, 1024}) {
      const JackBench bench{JackBench::With::PassThrough, period};
      AudioWorkerPort port{test::worker()};
      (void)port.open(test::through_spec(bench));
      const Ear ear{bench.server(), "through:out"};
      const auto noise = test::noise_burst(20 * 48'000, 0);
      signals::Random random{7};
      std::vector<int> frames;
      for (int i = 0; i < 10; ++i) {
        const auto after = std::chrono::microseconds{random.below(50'000)};
        if (const auto heard = frames_to_silence(port, ear, noise, after)) frames.push_back(*heard);
      }
      REQUIRE(frames.size() >= 5);
      std::sort(frames.begin(), frames.end());
      const int middle = frames[frames.size() / 2];
      MESSAGE("period " << period << ": " << frames.size() << " stops, silent after "
                        << frames.front() << " to " << frames.back() << " frames, half of them by "
                        << middle);
      CHECK(middle <= 2 * period + kRampFrames);
      // It was heard at all; and a ramp of 5 ms cannot end sooner.
      CHECK(frames.front() >= 0);
    }
  }
}
