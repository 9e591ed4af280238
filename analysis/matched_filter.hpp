// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// Lags looked at, both ends included: recording[n + lag] is compared with reference[n].
struct LagRange {
  std::int64_t first{0};
  std::int64_t last{0};
};

/// A place where the reference fits.
struct Match {
  std::int64_t lag{0};
  double correlation{0.0};  ///< Normalised, -1..1; the sign is that of the copy found.
  double prominence{0.0};   ///< |correlation| over its rms at the lags away from this one.
};

/// Whole-sample places of `reference` in `recording`, best first: the normalised cross-correlation
/// by FFT, local maxima only. The recording counts as zero outside its ends.
///
/// Normalising by the energy of the stretch compared keeps loud music from beating a soft marker;
/// stretches 30 dB below the loudest are not lifted further, so that silence cannot win.
///
/// Shape:  up to `count` matches, each at least `separation` lags from the better ones; empty when
///         everything compared is silent.
/// Needs:  a reference with energy, finite input, first <= last, count > 0, separation >= 0.
/// Cost:   three FFTs of (last - first + reference) samples; 1 s in 1 s: tests/bench.
[[nodiscard]] std::vector<Match> find_matches(std::span<const double> reference,
                                              std::span<const float> recording,
                                              const LagRange& range, std::size_t count = 1,
                                              std::int64_t separation = 0);

}  // namespace ampsweep::analysis
