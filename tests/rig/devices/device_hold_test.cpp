// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/device_hold.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "rig/model/result.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

class OpenPort final : public AudioPort {
 public:
  explicit OpenPort(bool works) : works_(works) {}
  StreamInfo open(const StreamSpec&) override {
    if (!works_) throw SetupError(SetupKind::Device, "no server", "start one");
    return {};
  }
  Result<void> begin(const TakeRequest&) override { return {}; }
  void stop() noexcept override {}
  PortStatus poll() override { return {}; }
  void close() noexcept override {}

 private:
  bool works_;
};

HeldAudioPort port_in(const test::TempDir& dir, bool works = true) {
  return {std::make_unique<OpenPort>(works), dir.path()};
}

StreamSpec on_jack(const std::string& server, const std::string& port) {
  StreamSpec spec;
  spec.audio.api = AudioApi::Jack;
  spec.audio.server = server;
  spec.audio.outputs = {{"amp", 1, port}, {"loopback", 2, ""}};
  return spec;
}

std::string refusal(HeldAudioPort& port, const StreamSpec& spec) {
  try {
    (void)port.open(spec);
  } catch (const SetupError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("device hold: the second player is refused by name, until the first has closed") {
    const test::TempDir dir;
    HeldAudioPort first = port_in(dir);
    HeldAudioPort second = port_in(dir);
    (void)first.open(on_jack("rig", "amp:in"));
    const std::string why = refusal(second, on_jack("rig", "amp:in"));
    CHECK(why.find("jack:rig:amp:in") != std::string::npos);
    CHECK(why.find("process " + std::to_string(::getpid())) != std::string::npos);
    first.close();
    CHECK(refusal(second, on_jack("rig", "amp:in")).empty());
    (void)second.open(on_jack("rig", "amp:in"));  // again without closing, as after a lost stream
  }

  TEST_CASE("device hold: other ports, servers and cards do not stand in the way") {
    const test::TempDir dir;
    HeldAudioPort first = port_in(dir);
    (void)first.open(on_jack("rig", "amp:in"));
    HeldAudioPort second = port_in(dir);
    CHECK(refusal(second, on_jack("rig", "amp2:in")).empty());
    second.close();
    CHECK(refusal(second, on_jack("other", "amp:in")).empty());
    second.close();
    StreamSpec card;
    card.audio.api = AudioApi::Alsa;
    card.audio.device = "USB";
    CHECK(refusal(second, card).empty());
    HeldAudioPort third = port_in(dir);
    CHECK(refusal(third, card).find("alsa:USB") != std::string::npos);
  }

  TEST_CASE("device hold: a stream that does not open holds nothing") {
    const test::TempDir dir;
    HeldAudioPort broken = port_in(dir, false);
    CHECK(refusal(broken, on_jack("rig", "amp:in")).find("no server") != std::string::npos);
    HeldAudioPort second = port_in(dir);
    CHECK(refusal(second, on_jack("rig", "amp:in")).empty());
  }

  TEST_CASE("device hold: a folder that others may write to is refused") {
    const test::TempDir dir;
    const std::string before =
        std::getenv("XDG_RUNTIME_DIR") != nullptr ? std::getenv("XDG_RUNTIME_DIR") : "";
    ::setenv("XDG_RUNTIME_DIR", dir.path().c_str(), 1);
    CHECK(hold_folder() == dir.path() / "ampsweep");
    ::chmod((dir.path() / "ampsweep").c_str(), 0777);
    CHECK_THROWS_AS((void)hold_folder(), SetupError);
    if (before.empty()) {
      ::unsetenv("XDG_RUNTIME_DIR");
    } else {
      ::setenv("XDG_RUNTIME_DIR", before.c_str(), 1);
    }
  }
}
