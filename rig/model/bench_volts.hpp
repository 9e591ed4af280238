// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// RMS volts of a sine of 0 dBFS peak, and the place where it has them.
struct VoltsAt {
  Volts full_scale;
  const char* where;  ///< "load" or "return".
};

/// What a digital full scale is in volts, as far as a rig file tells. Each is the RMS of a sine of
/// 0 dBFS peak.
struct BenchVolts {
  std::optional<Volts> amp_input;  ///< In the stimulus; at the amp's input.
  std::optional<Volts> at_return;  ///< In the recording; at the interface.
  std::optional<Volts> at_load;    ///< In the recording; at the load's terminals.
  Ohms load{8.0};
  Watts rated{0.0};  ///< Of the amp; 0: unknown.

  /// The recording's full scale: at the load, or if that is unknown at the return.
  [[nodiscard]] std::optional<VoltsAt> heard() const;
};

/// From [levels] and [load]; tests/rig/model/bench_volts_test.cpp.
[[nodiscard]] BenchVolts bench_volts(const Rig& rig);

}  // namespace ampsweep::rig
