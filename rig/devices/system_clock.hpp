// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/ports/clock.hpp"

namespace ampsweep::rig {

/// steady_clock for durations, system_clock for stamps.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] std::chrono::nanoseconds now() const override;
  [[nodiscard]] std::string utc() const override;
  bool wait(std::chrono::nanoseconds duration, const std::stop_token& stop) override;
};

}  // namespace ampsweep::rig
