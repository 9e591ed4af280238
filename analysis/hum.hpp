// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/comb.hpp"
#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

struct HumOptions {
  int orders{40};  ///< Harmonics of the mains to fit; those above 0.35 of the rate are left out.
};

/// One harmonic of the mains.
struct HumLine {
  int order{};
  Hertz frequency;
  DbFsRms level;   ///< Noise in the line's bin taken off; -inf unless measured.
  Decibels sigma;  ///< Of `level`, from the noise around the line.
  DbFsRms limit;   ///< Below this a line is not told from noise (noise exceeds it 3 times in 10^4).
  bool measured{};
};

/// One stretch the comb was fitted to, kept so that it can be taken out of the sound.
struct HumStretch {
  std::size_t begin{};
  std::size_t end{};
  double middle{};  ///< Position where the phases of `amplitude` hold.
  Hertz line;
  std::vector<std::complex<double>> amplitude;  ///< Peak, orders 1, 2, ...
};

/// The hum of a recording.
struct Hum {
  Mains mains{Mains::None};
  Hertz line;                  ///< Frequency of the mains, mean over the recording; 0 for None.
  Hertz line_sigma;            ///< Infinite when the hum is too weak to refine the search.
  Hertz line_spread;           ///< Highest less lowest over the stretches: how far it wandered.
  std::vector<HumLine> lines;  ///< Orders 1, 2, ...; empty for None.
  DbFsRms total;               ///< All measured lines together; -inf for None.
  Decibels total_sigma;
  DbFsRms buzz;   ///< Measured lines from the fourth on; -inf when there are none.
  DbFsRms limit;  ///< A hum above this in one of its first four lines is found.
  std::vector<HumStretch> stretches;
};

inline constexpr std::string_view kHumMethod =
    "Hann-weighted least squares of a comb with one free line frequency, stretches of 4 s";

/// Hum of the mains: n * f for n = 1, 2, ... fitted jointly with one free f within 0.5 Hz of 50 or
/// of 60 Hz. The recording is cut into stretches of 4 to 8 s with an f each, because mains wander;
/// powers are averaged. 50 or 60: whichever comb holds more power outside the frequencies they
/// share. There is a hum only if one of its first four lines stands out (a 1 kHz whine is none).
///
/// Needs:    1 s at least, 4 s for the accuracy below.
/// Accuracy: levels within 0.1 dB and f within 0.01 Hz in 4 s for lines 40 dB over the noise in
///           their bin, in white and falling noise and beside a tone; for others within the stated
///           sigma; tests/analysis/hum_test.cpp.
/// Refuses:  TooShort, Silent, NotFinite, BadParameter.
[[nodiscard]] Measured<Hum> measure_hum(std::span<const float> x, SampleRate rate,
                                        const HumOptions& options = {});

/// The recording less the measured lines of its hum.
///
/// Accuracy: leaves less than -60 dB of a steady hum; tests/analysis/hum_test.cpp. Mains that
///           drift inside a stretch leave more, see docs/measurement/noise.md.
[[nodiscard]] std::vector<float> without_hum(std::span<const float> x, SampleRate rate,
                                             const Hum& hum);

}  // namespace ampsweep::analysis
