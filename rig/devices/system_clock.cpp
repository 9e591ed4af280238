// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/system_clock.hpp"

#include <fmt/chrono.h>

#include <condition_variable>
#include <ctime>
#include <mutex>

namespace ampsweep::rig {

std::chrono::nanoseconds SystemClock::now() const {
  return std::chrono::steady_clock::now().time_since_epoch();
}

std::string SystemClock::utc() const {
  const auto now = std::chrono::system_clock::now();
  const auto second = std::chrono::floor<std::chrono::seconds>(now);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now - second);
  const auto time = fmt::gmtime(std::chrono::system_clock::to_time_t(second));
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", time, ms.count());
}

bool SystemClock::wait(std::chrono::nanoseconds duration, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock{mutex};
  wake.wait_for(lock, stop, duration, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace ampsweep::rig
