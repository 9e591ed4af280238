// SPDX-License-Identifier: GPL-3.0-or-later
// A worker whose stream is a wire: each input hears the first output one block later, in real
// time. `fake_worker BEHAVIOUR --fd N`; what each behaviour does wrong is said below.
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "rig/devices/audio_worker.hpp"
#include "tests/rig/devices/wire_stream.hpp"

using namespace ampsweep::rig;
using namespace std::chrono_literals;

namespace {

void hang() {
  while (true) std::this_thread::sleep_for(1h);
}

class ScriptedStream final : public WorkerStream {
 public:
  ScriptedStream(std::string behaviour, const StreamParts& parts)
      : behaviour_(std::move(behaviour)), parts_(parts), wire_(parts) {}
  ~ScriptedStream() override {
    if (behaviour_ == "hangs_in_close") hang();
  }

  [[nodiscard]] StreamInfo info() const override {
    return {parts_.spec.audio.rate, ampsweep::test::WireStream::kBlock, "a wire"};
  }
  void before_take() override {
    ++takes_;
    if (behaviour_ == "crashes_in_begin") ::_exit(7);
    if (behaviour_ == "hangs_in_begin") hang();
    if (behaviour_ == "refuses_begin") {
      throw SetupError(SetupKind::Device, "Port \"amp:in\" has gone.", "starting the amp");
    }
    if (behaviour_ == "glitches") wire_.glitch_after(30);
    if (behaviour_ == "loses_tap") wire_.mute_after(50);
    if (behaviour_ == "crawls_and_loses_tap") {
      wire_.run_at(0.5);
      wire_.mute_after(80);
    }
    if (behaviour_ == "stalls") wire_.stall_after(50);
    if (behaviour_ == "runs_slow") wire_.run_at(0.75);
    if (behaviour_ == "server_leaves") wire_.server_gone_after(50);
  }
  void after_take() override {}
  [[nodiscard]] std::optional<std::string> lost() override {
    if (behaviour_ == "loses_stream" && takes_ > 0) return "the audio server closed the stream";
    return std::nullopt;
  }

 private:
  std::string behaviour_;
  StreamParts parts_;
  ampsweep::test::WireStream wire_;
  int takes_{0};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 || std::string{argv[2]} != "--fd") return 2;
  const std::string behaviour{argv[1]};
  if (behaviour == "dies_at_once") return 5;
  if (behaviour == "never_answers") hang();
  return run_audio_worker(std::atoi(argv[3]), [&](const StreamParts& parts) {
    if (behaviour == "hangs_in_open") hang();
    if (behaviour == "refuses") {
      throw SetupError(SetupKind::Device, "No JACK server \"x\" answers.", "starting it");
    }
    return std::make_unique<ScriptedStream>(behaviour, parts);
  });
}
