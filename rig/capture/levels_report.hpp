// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rig/plan/save_levels.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// A meter's reading while the tone sounded.
struct MeteredLevel {
  DbFsPeak sent;       ///< At the output.
  Volts volts;         ///< RMS.
  Decibels sigma;      ///< One sigma: the last digit and the meter's accuracy.
  bool metered{true};  ///< False: not read at the return but taken over from the send.
};

/// The tone as the return heard it.
struct ReturnedTone {
  DbFsPeak sent;
  DbFsPeak level;
  Decibels sigma;
  Decibels thdn;
  DbFsRms idle;  ///< Before the tone.
};

/// One number between two limits.
struct LevelGate {
  std::string name;
  double value{0.0};
  double low{0.0};
  double high{0.0};
  std::string unit;
  [[nodiscard]] bool passed() const { return value >= low && value <= high; }
};

struct LevelsReport {
  Hertz tone;
  std::vector<MeteredLevel> send;       ///< One, with `check` two.
  std::vector<MeteredLevel> at_return;  ///< As many, or none.
  std::vector<ReturnedTone> returned;   ///< As many as at_return.
  std::optional<DbFsRms> uncabled;      ///< The return while the send was metered.
  std::vector<LevelGate> gates;
  std::optional<MeasuredFullScale> output;
  std::optional<MeasuredFullScale> input;
  [[nodiscard]] bool ok() const;
};

/// Works out the full scales and the gates from what was read and heard.
/// Needs: one reading at the send or more; at_return and returned of equal length, at most as long.
void conclude(LevelsReport& report);

}  // namespace ampsweep::rig
