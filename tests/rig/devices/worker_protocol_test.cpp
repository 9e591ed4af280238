// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/worker_protocol.hpp"

#include <doctest/doctest.h>

#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

OpenAudio full_request() {
  OpenAudio open;
  open.spec.audio.api = AudioApi::Alsa;
  open.spec.audio.device = "hw:Scarlett 2i2 USB,0";
  open.spec.audio.server = "studio";
  open.spec.audio.rate = SampleRate{96000};
  open.spec.audio.period_frames = 256;
  open.spec.audio.outputs = {{"amp", 3, "amp:in \xC3\xA9"}, {"loopback", 4, ""}};
  open.spec.audio.inputs = {{"amp", 1, ""}};
  open.spec.audio.loopback_direct = true;
  open.spec.safety.output_ceiling = DbFsPeak{-3.5};
  open.spec.safety.tap_guard = false;
  open.spec.levels.output_full_scale = Dbu{12.25};
  open.spec.levels.amp_send_gain = Decibels{-7.0};
  open.spec.longest_take = SampleCount{9'120'000};
  open.spec.tap_input = 1;
  open.spec.freewheel = true;
  open.spec.keep_away.resize(2);
  open.spec.keep_away[1].outputs = {{"amp", 1, "system:playback_1"}};
  return open;
}

template <class T>
T round_trip(const T& message) {
  const auto decoded = decode(encode(message));
  REQUIRE(decoded);
  REQUIRE(std::holds_alternative<T>(*decoded));
  return std::get<T>(*decoded);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("worker protocol: every field of a stream spec survives the socket") {
    const auto sent = full_request();
    const auto got = round_trip(sent);
    CHECK(got.spec.audio.api == AudioApi::Alsa);
    CHECK(got.spec.audio.device == sent.spec.audio.device);
    CHECK(got.spec.audio.server == "studio");
    CHECK(got.spec.audio.rate == SampleRate{96000});
    CHECK(got.spec.audio.period_frames == 256);
    REQUIRE(got.spec.audio.outputs.size() == 2);
    CHECK(got.spec.audio.outputs[0].name == "amp");
    CHECK(got.spec.audio.outputs[0].index == 3);
    CHECK(got.spec.audio.outputs[0].port == sent.spec.audio.outputs[0].port);
    REQUIRE(got.spec.audio.inputs.size() == 1);
    CHECK(got.spec.audio.loopback_direct);
    CHECK(got.spec.safety.output_ceiling == DbFsPeak{-3.5});
    CHECK_FALSE(got.spec.safety.tap_guard);
    REQUIRE(got.spec.levels.output_full_scale);
    CHECK(*got.spec.levels.output_full_scale == Dbu{12.25});
    CHECK_FALSE(got.spec.levels.input_full_scale);
    CHECK(got.spec.levels.amp_send_gain == Decibels{-7.0});
    CHECK(got.spec.longest_take == SampleCount{9'120'000});
    CHECK(got.spec.tap_input == 1U);
    CHECK(got.spec.freewheel);
    REQUIRE(got.spec.keep_away.size() == 2);
    CHECK(got.spec.keep_away[1].outputs.at(0).port == "system:playback_1");
  }

  TEST_CASE("worker protocol: the other messages survive the socket") {
    const auto begin = round_trip(BeginTake{1, 2, 3});
    CHECK(begin.stimulus_frames == 1);
    CHECK(begin.frames == 2);
    CHECK(begin.tap_blocks == 3);
    CHECK(round_trip(SendMidi{"\xB0\7\x7F"}).bytes == "\xB0\7\x7F");
    CHECK(round_trip(OpenMidi{{AudioApi::Alsa, "s", "p"}}).spec.port == "p");
    CHECK(round_trip(OpenMidiInput{{AudioApi::Alsa, "s", "p"}}).spec.port == "p");
    CHECK(round_trip(MidiInputOpened{{"a", "b:c"}}).ports == std::vector<std::string>{"a", "b:c"});
    const auto heard = round_trip(MidiHeard{3, std::string{"\xB0\0\x7F", 3}});
    CHECK(heard.port == 3);
    CHECK(heard.bytes == std::string{"\xB0\0\x7F", 3});
    const auto refused = round_trip(Refused{SetupKind::Usage, "no\n  try: yes"});
    CHECK(refused.kind == SetupKind::Usage);
    CHECK(refused.text == "no\n  try: yes");
    CHECK(round_trip(AudioOpened{{SampleRate{44100}, 64, "x"}}).info.period_frames == 64);
    DeviceListing listing;
    listing.devices = {{"midi", "a", "b", "c"}, {"serial", "d", "", ""}};
    listing.notes = {"none"};
    const auto list = round_trip(listing);
    REQUIRE(list.devices.size() == 2);
    CHECK(list.devices[1].name == "d");
    CHECK(list.notes == std::vector<std::string>{"none"});
    (void)round_trip(StopTake{});
    (void)round_trip(FlushMidi{});
    (void)round_trip(Doubtful{});
    (void)round_trip(CheckMidi{});
    (void)round_trip(Done{});
    (void)round_trip(Lost{"gone"});
    (void)round_trip(ListDevices{});
  }

  TEST_CASE("worker protocol: a message cut at any byte or with one more is refused") {
    auto bytes = encode(full_request());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const std::vector<std::uint8_t> cut(bytes.begin(),
                                          bytes.begin() + static_cast<std::ptrdiff_t>(size));
      REQUIRE_FALSE(decode(cut));
    }
    bytes.push_back(0);
    CHECK_FALSE(decode(bytes));
  }

  TEST_CASE("worker protocol: 10 000 messages of random bytes never crash the reader") {
    signals::Random random{5};
    int understood = 0;
    for (int i = 0; i < 10'000; ++i) {
      std::vector<std::uint8_t> bytes(random.below(200));
      for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
      if (bytes.size() >= 4) bytes[1] = bytes[2] = bytes[3] = 0;
      if (!bytes.empty()) bytes[0] = static_cast<std::uint8_t>(random.below(17));
      understood += decode(bytes) ? 1 : 0;
    }
    CHECK(understood < 10'000);
  }
}
