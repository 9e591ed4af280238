// SPDX-License-Identifier: GPL-3.0-or-later
// Names of things: near_names, alsa_proc, serial devices.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "rig/devices/alsa_proc.hpp"
#include "rig/devices/device_probe.hpp"
#include "rig/devices/midi_port_name.hpp"
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

  TEST_CASE("midi port name: client numbers are no part of it, other numbers are") {
    CHECK(stable_midi_name("USB MIDI:USB MIDI MIDI 1 20:0") == "USB MIDI:USB MIDI MIDI 1");
    CHECK(stable_midi_name("a2j:USB MIDI [20] (playback): USB MIDI MIDI 1") ==
          "a2j:USB MIDI (playback): USB MIDI MIDI 1");
    for (const char* name : {"nanoKONTROL2", "system:midi_playback_1", "amp 3:1x", "a [b] c", "[",
                             " [", "x [12", "12:3", "x :0", "x 3:", ""}) {
      CHECK(stable_midi_name(name) == name);
    }
    CHECK(stable_midi_name("x [1] [2] y") == "x y");
  }

  TEST_CASE("midi port name: a port is found whatever number it was given at this boot") {
    const std::vector<std::string> ports{"Midi Through:Midi Through Port-0 14:0",
                                         "USB MIDI:USB MIDI MIDI 1 28:0",
                                         "USB MIDI:USB MIDI MIDI 2 28:1"};
    using Found = std::vector<std::size_t>;
    CHECK(matching_midi_ports("USB MIDI:USB MIDI MIDI 1 20:0", ports) == Found{1});
    CHECK(matching_midi_ports("usb midi midi 2", ports) == Found{2});
    CHECK(matching_midi_ports("USB MIDI", ports) == Found{1, 2});
    CHECK(matching_midi_ports("28:0", ports).empty());
    // Two devices of one name: the number must not choose.
    const std::vector<std::string> twins{"UM-ONE:UM-ONE MIDI 1 20:0", "UM-ONE:UM-ONE MIDI 1 24:0"};
    CHECK(matching_midi_ports("UM-ONE:UM-ONE MIDI 1 20:0", twins) == Found{0, 1});
  }

  TEST_CASE("alsa: whether our MIDI client leads anywhere is read from the sequencer's list") {
    const TempFolder proc;
    CHECK(alsa_midi_connected("ampsweep-12-midi", proc.path) == std::nullopt);
    const std::string system =
        "Client info\n  cur  clients : 4\n\n"
        "Client   0 : \"System\" [Kernel Legacy]\n  Port   0 : \"Timer\" (Rwe-) [In/Out]\n"
        "    Connecting To: 15:0\n";
    const std::string ours =
        "Client 128 : \"ampsweep-12-midi\" [User Legacy]\n"
        "  Port   0 : \"out\" (R-e-) [Out]\n";
    proc.write("asound/seq/clients", system + ours + "    Connecting To: 20:0\n  Output pool :\n");
    CHECK(alsa_midi_connected("ampsweep-12-midi", proc.path) == true);
    CHECK(alsa_midi_connected("ampsweep-1-midi", proc.path) == std::nullopt);
    proc.write("asound/seq/clients",
               system + ours + "  Output pool :\n" +
                   "Client 129 : \"other\" [User]\n    Connecting To: 20:0\n");
    CHECK(alsa_midi_connected("ampsweep-12-midi", proc.path) == false);
    proc.write("asound/seq/clients",
               system + "Client 128 : \"ampsweep-12-midi0\" [User Legacy]\n"
                        "  Port   0 : \"in\" (-We-) [Out]\n    Connected From: 20:0[r:0]\n");
    CHECK(alsa_midi_connected("ampsweep-12-midi0", proc.path) == true);
  }
}
