// SPDX-License-Identifier: GPL-3.0-or-later
// Names of things: near_names, alsa_proc, serial devices.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "rig/devices/alsa_proc.hpp"
#include "rig/devices/device_probe.hpp"
#include "rig/devices/near_names.hpp"

using namespace ampsweep::rig;
namespace fs = std::filesystem;

namespace {

/// A folder of the test's own; removed at the end.
struct TempFolder {
  fs::path path;
  TempFolder() {
    std::string name = (fs::temp_directory_path() / "ampsweep-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~TempFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((path / file).parent_path());
    std::ofstream{path / file} << text;
  }
};

/// /proc of a computer with two cards; jackd plays on the second.
struct TwoCards : TempFolder {
  TwoCards() {
    write("asound/cards",
          " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n"
          "                      HDA Intel PCH at 0xf7e10000 irq 30\n"
          " 1 [USB            ]: USB-Audio - Scarlett 2i2 USB\n"
          "                      Focusrite Scarlett 2i2 USB at usb-1\n");
    write("asound/pcm",
          "00-00: ALC892 Analog : ALC892 Analog : playback 1 : capture 1\n"
          "01-00: USB Audio : USB Audio : playback 1 : capture 1\n");
    write("asound/card0/pcm0p/sub0/status", "closed\n");
    write("asound/card0/pcm0c/sub0/status", "closed\n");
    write("asound/card1/pcm0p/sub0/status", "closed\n");
    write("asound/card1/pcm0c/sub0/status",
          "state: RUNNING\nowner_pid   : 4711\ntrigger_time: 1.0\n");
    write("4711/comm", "jackd\n");
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("alsa: devices are named as RtAudio names them") {
    const TwoCards proc;
    CHECK(alsa_device_names(proc.path) ==
          std::vector<std::string>{"hw:HDA Intel PCH,0", "hw:Scarlett 2i2 USB,0"});
  }

  TEST_CASE("alsa: the holder of a busy device is named with its pid") {
    const TwoCards proc;
    CHECK(alsa_holder("hw:Scarlett 2i2 USB,0", proc.path) == "jackd (pid 4711)");
    CHECK_FALSE(alsa_holder("hw:HDA Intel PCH,0", proc.path));
    CHECK_FALSE(alsa_holder("hw:Scarlett 2i2 USB,1", proc.path));
  }

  TEST_CASE("alsa: a computer without cards has no devices") {
    const TempFolder proc;
    CHECK(alsa_device_names(proc.path).empty());
    CHECK_FALSE(alsa_holder("hw:x,0", proc.path));
    proc.write("asound/cards", "--- no soundcards ---\n");
    proc.write("asound/pcm", "garbage\n-: x\n");
    CHECK(alsa_device_names(proc.path).empty());
  }

  TEST_CASE("serial: by-id links come with their target and a linked tty is not listed twice") {
    const TempFolder dev;
    dev.write("ttyACM0", "");
    dev.write("ttyUSB1", "");
    dev.write("tty1", "");
    fs::create_directories(dev.path / "serial/by-id");
    fs::create_symlink("../../ttyACM0", dev.path / "serial/by-id/usb-Pololu_Maestro_0001");
    const auto devices = list_serial_devices(dev.path);
    REQUIRE(devices.size() == 2);
    CHECK(devices[0].name == (dev.path / "serial/by-id/usb-Pololu_Maestro_0001").string());
    CHECK(devices[0].detail.ends_with("ttyACM0"));
    CHECK(devices[1].name == (dev.path / "ttyUSB1").string());
    CHECK(list_serial_devices(dev.path / "none").empty());
  }

  TEST_CASE("near names: a typo or another port of the client or a part of the name is near") {
    const std::vector<std::string> ports{"system:capture_1", "rigamp_amp:in_0", "rigamp_fx:out_0",
                                         "through:in"};
    CHECK(near_names("rigamp_amp:in_1", ports, 1) == std::vector<std::string>{"rigamp_amp:in_0"});
    CHECK(near_names("thruogh:in", ports, 1) == std::vector<std::string>{"through:in"});
    CHECK(near_names("FX", ports, 1) == std::vector<std::string>{"rigamp_fx:out_0"});
    CHECK(near_names("x", {}).empty());
    CHECK(near_names("x", ports).size() == 4);
  }

  TEST_CASE("matches: an exact name wins over names that contain it in any letter case") {
    const std::vector<std::string> names{"amp two", "amp", "AMP three"};
    CHECK(matches("amp", names) == std::vector<std::size_t>{1});
    CHECK(matches("Amp t", names) == std::vector<std::size_t>{0, 2});
    CHECK(matches("", names).empty());
    CHECK(matches("bass", names).empty());
    CHECK(quoted_list({"a", "b"}) == "\"a\", \"b\"");
    CHECK(quoted_list({}) == "none");
  }
}
