// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "signals/random.hpp"

namespace ampsweep::test {

/// What happened in all sessions on one dataset, and the random numbers that decide it.
struct ChaosBooks {
  static constexpr double kGainTolerance = 1e-6;   ///< Of the travel.
  static constexpr double kServoReach = 0.008;     ///< Two degrees of 250, as its drive allows.
  static constexpr double kServoReading = 0.0005;  ///< Of a label that was read back.

  explicit ChaosBooks(std::uint64_t seed) : random(seed) {}

  signals::Random random;
  std::stop_source stop;
  std::string broken;
  int sounds{0};
  bool armed{false};
  bool proven{false};  ///< The load answered a probe.
  bool open{false};
  bool lost{false};
  bool released{false};
  bool tap_failed{false};  ///< In a take: nothing may follow.
  struct Played {
    std::chrono::nanoseconds from{0};
    std::chrono::nanoseconds to{0};
  };
  std::vector<Played> takes;  ///< Of this session.
  /// Takes and attempts that must not be accepted, and where the knobs were for all of them.
  std::set<std::pair<int, int>> spoilt;
  std::map<std::pair<int, int>, std::map<std::string, double>> stood;

  void must(bool holds, const std::string& what) {
    if (!holds && broken.empty()) broken = what;
  }
  [[nodiscard]] bool chance(double share) { return random.uniform() < share; }
  /// STOP may come wherever the session calls a device.
  void anything_may_happen() {
    if (chance(0.004)) stop.request_stop();
  }
  void new_session() {
    armed = proven = open = lost = released = tap_failed = false;
    takes.clear();
    stop = std::stop_source{};
  }
};

}  // namespace ampsweep::test
