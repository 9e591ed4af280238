// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/ports/monitor_choice.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

template <class F>
std::string refusal_by(const F& f) {
  try {
    f();
  } catch (const SetupError& error) {
    CHECK(error.kind() == SetupKind::Usage);
    return error.what();
  }
  return "";
}

MonitorSound sound_of(const std::vector<float>& samples) {
  return {samples, SampleRate{44100}, Decibels{-12.0}};
}

AudioSpec jack_rig() {
  AudioSpec rig;
  rig.api = AudioApi::Jack;
  rig.outputs = {{"amp", 1, "amp:in"}, {"loopback", 2, ""}};
  rig.loopback_direct = true;
  return rig;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("monitor choice: JACK ports and ALSA devices are read and written back") {
    const auto jack = monitor_choice("jack:system:playback_1,system:playback_2");
    CHECK(jack.api == AudioApi::Jack);
    CHECK(jack.ports == std::vector<std::string>{"system:playback_1", "system:playback_2"});
    CHECK(to_string(jack) == "jack:system:playback_1,system:playback_2");
    const auto alsa = monitor_choice("alsa:hw:Headset,0");
    CHECK(alsa.api == AudioApi::Alsa);
    CHECK(alsa.device == "hw:Headset,0");
    CHECK(to_string(alsa) == "alsa:hw:Headset,0");
  }

  TEST_CASE("monitor choice: nothing, half a choice and other systems are refused with the forms") {
    for (const char* text : {"", "jack:", "jack:a,", "jack:,a", "jack:a,,b", "alsa:", "pulse:x",
                             "system:playback_1", "default"}) {
      const auto said = refusal_by([&] { (void)monitor_choice(text); });
      CAPTURE(text);
      CHECK(said.find("jack:PORT,PORT") != std::string::npos);
    }
    CHECK(refusal_by([] { (void)monitor_choice(""); }).find("there is no default") !=
          std::string::npos);
  }

  TEST_CASE("monitor stream: plays only, at the sound's rate, with gain, ramp and ceiling") {
    const std::vector<float> samples(1000, 0.5F);
    const auto spec = monitor_stream(monitor_choice("jack:a:1,b:2"), sound_of(samples), {});
    CHECK(spec.audio.inputs.empty());
    REQUIRE(spec.audio.outputs.size() == 2);
    CHECK(spec.audio.outputs[1].port == "b:2");
    CHECK(spec.audio.rate == SampleRate{44100});
    CHECK(spec.longest_take == SampleCount{1000});
    CHECK(spec.levels.amp_send_gain == Decibels{-12.0});
    CHECK(spec.safety.output_ceiling <= DbFsPeak{-1.0});
    CHECK(spec.safety.ramp_ms >= 50.0);
    CHECK(
        monitor_stream(monitor_choice("alsa:hw:X,0"), sound_of(samples), {}).audio.outputs.size() ==
        2);
  }

  TEST_CASE("monitor stream: gains out of range and empty sounds are refused") {
    const std::vector<float> samples(10, 0.5F);
    const auto choice = monitor_choice("jack:a:1");
    for (const double gain : {0.1, 6.0, -80.1, std::nan("")}) {
      auto sound = sound_of(samples);
      sound.gain = Decibels{gain};
      CHECK(refusal_by([&] { (void)monitor_stream(choice, sound, {}); }).find("-80 and 0 dB") !=
            std::string::npos);
    }
    CHECK(refusal_by([&] { (void)monitor_stream(choice, sound_of({}), {}); }) != "");
  }

  TEST_CASE("monitor stream: rigs are kept away from, and one without port names is refused") {
    const std::vector<float> samples(10, 0.5F);
    const auto sound = sound_of(samples);
    AudioSpec simulated;
    const auto spec = monitor_stream(monitor_choice("jack:a:1"), sound, {simulated, jack_rig()});
    REQUIRE(spec.keep_away.size() == 1);
    CHECK(spec.keep_away[0].outputs[0].port == "amp:in");

    auto unnamed = jack_rig();
    unnamed.outputs[0].port.clear();
    const auto said =
        refusal_by([&] { (void)monitor_stream(monitor_choice("jack:a:1"), sound, {unnamed}); });
    CHECK(said.find("Output \"amp\"") != std::string::npos);
    CHECK(refusal_by([&] {
            (void)monitor_stream(monitor_choice("alsa:hw:X,0"), sound, {unnamed});
          }) == "");
  }
}
