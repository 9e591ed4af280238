// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/line_family.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Which mains a hum comes from.
enum class Mains { None, Hz50, Hz60 };

inline constexpr Hertz kCombReach{0.5};     ///< How far from 50 or 60 Hz mains are looked for.
inline constexpr int kCombFirstOrders = 4;  ///< There is no hum unless one of these stands out.
/// Noise exceeds what is called measured 3 times in 10^4 (noise_excess; 9 dB for a single look).
inline constexpr double kLineMeasured = 3.4;

/// Harmonics 1 .. orders of the mains.
[[nodiscard]] std::vector<FamilyLine> comb_lines(int orders);

struct CombChoice {
  Mains mains{Mains::None};
  Hertz line;      ///< To about a quarter bin of the eighth harmonic; 0 for None.
  double limit{};  ///< Mean square one of the first four lines needs to stand out.
};

/// 50 Hz, 60 Hz or no hum: whichever comb holds more power over the noise in its first 20 lines,
/// frequencies both share left out.
/// Accuracy: tests/analysis/hum_test.cpp.
[[nodiscard]] CombChoice decide_mains(std::span<const LineSpectrum> spectra, int orders);

}  // namespace ampsweep::analysis
