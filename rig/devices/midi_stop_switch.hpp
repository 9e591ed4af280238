// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "rig/model/footswitch.hpp"
#include "rig/ports/midi_input.hpp"
#include "rig/ports/stop_switch.hpp"

namespace ampsweep::rig {

/// STOP over MIDI: any value of its controller (a pedal that toggles works from either side), its
/// note struck, its program. Listens on a connection of its own, so that a foot-switch may be on
/// the same port. A port that goes away is searched until it is back.
class MidiStopSwitch final : public StopSwitch {
 public:
  static constexpr std::chrono::milliseconds kSearchEvery{2000};

  MidiStopSwitch(std::unique_ptr<MidiInput> input, const Footswitch& what,
                 std::chrono::milliseconds search_every = kSearchEvery)
      : input_(std::move(input)), what_(what), search_every_(search_every) {}

  void watch(std::function<void()> pressed) override;
  [[nodiscard]] std::vector<std::string> look_after() override;

 private:
  void hear(const std::function<void()>& pressed, const std::stop_token& over);
  /// False when it is over.
  [[nodiscard]] bool find_again(const std::stop_token& over);
  void tell(std::string text);

  std::unique_ptr<MidiInput> input_;
  Footswitch what_;
  std::chrono::milliseconds search_every_;
  std::mutex told_mutex_;
  std::vector<std::string> told_;
  std::jthread thread_;  ///< Last: it uses what stands above.
};

}  // namespace ampsweep::rig
