// SPDX-License-Identifier: GPL-3.0-or-later
// The ALSA path through RtAudio, on the sound card of alsa_card.cpp.
#include <doctest/doctest.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "rig/devices/audio_worker_port.hpp"
#include "rig/devices/device_list.hpp"
#include "rig/devices/worker_monitor.hpp"
#include "tests/system/jack_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// Makes alsa-lib in the workers see one card: alsa_card.cpp under the name "default".
class FakeCard {
 public:
  FakeCard() {
    std::string name = (std::filesystem::temp_directory_path() / "ampsweep-card-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    dir_ = name;
    std::ofstream{dir_ / "asound.conf"} << "pcm_type.ampcard { lib \"" ALSA_CARD
                                           "\" }\n"
                                           "ctl_type.ampcard { lib \"" ALSA_CARD
                                           "\" }\n"
                                           "pcm.default { type ampcard }\n"
                                           "ctl.default { type ampcard }\n";
    ::setenv("ALSA_CONFIG_PATH", (dir_ / "asound.conf").c_str(), 1);
    ::setenv("AMPSWEEP_ALLOW_ALSA_DEFAULT", "1", 1);
  }
  ~FakeCard() {
    for (const char* name :
         {"ALSA_CONFIG_PATH", "AMPSWEEP_ALLOW_ALSA_DEFAULT", "AMPCARD_UNPLUG_AFTER"}) {
      ::unsetenv(name);
    }
    std::error_code ignored;
    std::filesystem::remove_all(dir_, ignored);
  }
  FakeCard(const FakeCard&) = delete;
  FakeCard& operator=(const FakeCard&) = delete;

 private:
  std::filesystem::path dir_;
};

/// The third and fourth channel of four.
StreamSpec card_spec() {
  StreamSpec spec;
  spec.audio.api = AudioApi::Alsa;
  spec.audio.device = "default";
  spec.audio.period_frames = 1024;
  spec.audio.outputs = {{"amp", 4, ""}, {"loopback", 3, ""}};
  spec.audio.inputs = {{"amp", 4, ""}, {"loopback", 3, ""}};
  spec.levels.loopback_send_gain = Decibels{-6.0206};
  spec.longest_take = SampleCount{48'000 * 60};
  return spec;
}

/// Largest difference to `gain` times the stimulus, `lag` later.
double worst_error(const std::vector<float>& stimulus, const std::vector<float>& channel,
                   std::int64_t lag, double gain) {
  double worst = 0.0;
  for (std::size_t i = 0; i < stimulus.size(); ++i) {
    const auto at = i + static_cast<std::size_t>(lag);
    worst = std::max(worst, std::abs(gain * double{stimulus[i]} - double{channel[at]}));
  }
  return worst;
}

std::string open_error(const StreamSpec& spec) {
  AudioWorkerPort port{test::worker()};
  try {
    port.open(spec);
  } catch (const SetupError& error) {
    return error.what();
  }
  return "";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("system") {
  TEST_CASE("alsa: channels 4 and 3 of a 32-bit card come back in order within 24 bits") {
    const FakeCard card;
    AudioWorkerPort port{test::worker()};
    const auto info = port.open(card_spec());
    CHECK(info.rate == SampleRate{48000});
    CHECK(info.period_frames == 1024);
    const auto stimulus = test::noise_burst(48'000, 4800);
    // The card is run by the clock: a busy computer drops samples as a real card would, and ALSA
    // does not tell (reliability.md 7.2). The session would repeat the take.
    double error = 1.0;
    for (int take = 0; take < 5 && error > 1e-6; ++take) {
      const auto status = test::play(port, stimulus, 60'000);
      REQUIRE_MESSAGE(!status.fault, status.fault->detail);
      REQUIRE(status.state == PlayState::Complete);
      const auto& amp = status.recording->channels[0];
      const auto& loopback = status.recording->channels[1];
      const auto lag = test::lag_of(stimulus, amp, 10'000);
      MESSAGE("ALSA round trip: " << lag << " frames");
      error =
          std::max(worst_error(stimulus, amp, lag, 1.0), worst_error(stimulus, loopback, lag, 0.5));
    }
    CHECK(error < 1e-6);
  }

  TEST_CASE("alsa: an unplugged card is a lost stream within 2.5 s and never a finished take") {
    const FakeCard card;
    ::setenv("AMPCARD_UNPLUG_AFTER", "120000", 1);
    AudioWorkerPort port{test::worker()};
    port.open(card_spec());
    const auto stimulus = test::noise_burst(48'000 * 50, 4800);
    const auto start = std::chrono::steady_clock::now();
    const auto status = test::play(port, stimulus, 48'000 * 50);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    REQUIRE(status.fault);
    CHECK(status.fault->code == FaultCode::StreamLost);
    CHECK(has(status.fault->detail, "unplugged"));
    CHECK(elapsed.count() < 1.5 + 2.5);  // 120 000 frames are over 1.5 s after the open
  }

  TEST_CASE("alsa: missing devices and channels and rates and sound servers are refused by name") {
    {
      const FakeCard card;
      auto spec = card_spec();
      spec.audio.outputs[0].index = 5;
      CHECK(has(open_error(spec), "has 4 outputs and 4 inputs; the rig asks for output 5"));
      spec = card_spec();
      spec.audio.rate = SampleRate{96000};
      CHECK(has(open_error(spec), "does not run at 96000 Hz"));
      spec = card_spec();
      spec.audio.device = std::string{"Scarlett"};
      const auto said = open_error(spec);
      CHECK(has(said, "no ALSA device \"Scarlett\""));
      CHECK(has(said, "\"default\""));
      spec.audio.device = std::string{"0"};  // by number
      CHECK(open_error(spec) == "");
    }
    const auto said = open_error(card_spec());  // without the test's leave
    CHECK(has(said, "leads to a sound server"));
    CHECK(has(said, "api = \"jack\""));
  }

  TEST_CASE("alsa: a monitor plays without inputs, but not on the device of the rig") {
    const FakeCard card;
    const std::vector<float> sound(24'000, 0.1F);
    const auto play_on = [&](const std::vector<AudioSpec>& rigs) -> std::string {
      WorkerMonitor monitor{monitor_choice("alsa:default"), rigs, test::worker()};
      try {
        const auto begun = monitor.play({sound, SampleRate{48000}, Decibels{-12.0}});
        REQUIRE(begun);
      } catch (const SetupError& error) {
        return error.what();
      }
      auto status = monitor.poll();
      for (int i = 0; i < 500 && status.state == PlayState::Playing; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
        status = monitor.poll();
      }
      CHECK(status.state == PlayState::Complete);
      return "";
    };
    CHECK(play_on({}) == "");
    auto rig = card_spec().audio;
    for (const char* spelled : {"default", "def", "0"}) {
      rig.device = spelled;
      CHECK_MESSAGE(has(play_on({rig}), "is where the rig plays to"), spelled);
    }
    rig.device = "Scarlett";  // not plugged in
    CHECK(play_on({rig}) == "");
    rig.api = AudioApi::Jack;
    rig.server = "no-such-server";
    CHECK(has(play_on({rig}), "No JACK server \"no-such-server\" answers"));
  }

  TEST_CASE("devices: without card and server the list is notes and stderr stays empty") {
    ::setenv("JACK_DEFAULT_SERVER", "no-such-server", 1);
    std::FILE* sink = std::tmpfile();
    REQUIRE(sink != nullptr);
    const int kept = ::dup(STDERR_FILENO);
    ::dup2(::fileno(sink), STDERR_FILENO);
    const auto listing = list_devices(test::worker());
    ::dup2(kept, STDERR_FILENO);
    ::close(kept);
    ::unsetenv("JACK_DEFAULT_SERVER");
    CHECK(::lseek(::fileno(sink), 0, SEEK_END) == 0);
    std::fclose(sink);
    std::string notes;
    for (const auto& note : listing.notes) notes.append(note).append("\n");
    CHECK(has(notes, "No JACK server \"no-such-server\" answers"));
  }
}
