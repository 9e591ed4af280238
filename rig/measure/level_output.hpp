// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <optional>
#include <vector>

#include "analysis/level_curve.hpp"
#include "analysis/static_curve.hpp"
#include "rig/dataset/json.hpp"
#include "rig/model/bench_volts.hpp"

namespace ampsweep::rig {

/// What a level ladder in a recording says.
struct LevelFigures {
  SampleRate rate{48000};
  analysis::LevelCurves curves;
  std::vector<std::optional<analysis::StaticCurve>>
      loops;  ///< At each ladder's loudest clean step.
};

/// One ladder: small-signal gain, compression, power, and every step.
[[nodiscard]] Json level_curve_json(const analysis::LevelCurve& curve, const BenchVolts& volts);

/// Schema "ampsweep-level-1" (docs/cli.md lists the keys; what was not measured is
/// null), and tables for people. Volts, dBu and watts where they are known.
[[nodiscard]] Json level_json(const LevelFigures& figures, const BenchVolts& volts);
void print_levels(std::ostream& out, const LevelFigures& figures, const BenchVolts& volts);

}  // namespace ampsweep::rig
