// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "rig/ports/midi_input.hpp"

namespace ampsweep::test {

/// A pedal on a MIDI port: says what the test says, and may be pulled.
struct Pedal {
  std::mutex mutex;
  std::deque<std::vector<std::uint8_t>> said;
  std::atomic<bool> there{true};
  std::atomic<int> opened{0};
  std::atomic<int> reads{0};
  void say(std::vector<std::uint8_t> bytes) {
    const std::scoped_lock lock{mutex};
    said.push_back(std::move(bytes));
  }
};

/// One who listens to it.
class PedalInput final : public rig::MidiInput {
 public:
  explicit PedalInput(Pedal& pedal) : pedal_(pedal) {}
  std::vector<std::string> open() override {
    if (!pedal_.there) {
      throw rig::SetupError(rig::SetupKind::Device, "There is no MIDI input port \"red\".",
                            "plug it in");
    }
    ++pedal_.opened;
    return {"red pedal"};
  }
  [[nodiscard]] rig::Result<std::vector<rig::MidiBytes>> read(std::chrono::milliseconds) override {
    ++pedal_.reads;
    if (!pedal_.there) {
      return tl::unexpected(rig::Fault{rig::FaultCode::StreamLost, "it was pulled"});
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
    std::vector<rig::MidiBytes> heard;
    const std::scoped_lock lock{pedal_.mutex};
    while (!pedal_.said.empty()) {
      heard.push_back({0, pedal_.said.front()});
      pedal_.said.pop_front();
    }
    return heard;
  }

 private:
  Pedal& pedal_;
};

}  // namespace ampsweep::test
