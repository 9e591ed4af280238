// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "analysis/excess_delay.hpp"
#include "analysis/lag_line.hpp"
#include "analysis/pair_source.hpp"
#include "analysis/refusal.hpp"

namespace ampsweep::analysis {

/// A place where the delay jumps; positions in x.
struct BlindSlip {
  std::int64_t from{0};  ///< The break lies in [from, to].
  std::int64_t to{0};
  double jump_samples{
      0.0};  ///< > 0: the delay grew (repeated or inserted); < 0: samples were lost.
  double jump_sigma_samples{0.0};
};

/// Time relation of two sounds without a loopback and without markers.
struct BlindAlignment {
  ExcessDelay delay;  ///< Of y at x's first sample; later it is delay + n drift, jumps added.
  std::optional<double> drift_ppm;  ///< Empty: the sound does not tell (too short, a lone sweep).
  double drift_sigma_ppm{0.0};
  std::vector<BlindSlip> slips;
  std::vector<LagReading> track;  ///< About every 0.34 s of sound: place in x, delay there.
  double scatter_samples{0.0};    ///< rms of the track about its line.
  double end_delay_samples{0.0};  ///< At x's last sample.
  double coherence{0.0};          ///< Of y with x, mean over the band; 1: a linear path.
};

/// Finds y in x and follows it, whatever an amp makes of the sound.
///
/// Method:   matched filter on the loudest 6 s of x, within 4 s; mean response there, and where the
///           path distorts one from x and four guesses at what clipping makes of it; the lag of
///           0.68 s blocks against what that response predicts, all along the file, on the one path
///           that their fits have in common (lag_path.hpp); a line of one slope with jumps through
///           them; the response again with that line taken out, and the
///           lags again, until neither moves, and once more without the jumps; where the drift is
///           not known by then to an eighth of a sample over the file (16 s and more), the same
///           with up to nine of 36 guesses, chosen to suit this amp; the delay beyond the
///           response's minimum phase.
/// Units:    samples; `track` and `delay` mean that x's sample n is heard at y's n + delay.
/// Accuracy: 75 pairs of 25 to 40 s at high gain: the interval of `delay` held the truth in 74;
///           drift over the take within 0.25 sample in all of noise and sweeps, 23 of 25 of guitar;
///           none of 33 slips missed; 12 of a sweep and guitar: all, 9, 1 of 8; docs/verify.md, tests/bench/blind_bench.cpp; a share of it in
///           tests/analysis/blind_alignment_test.cpp.
/// Limits:   the amp is taken as minimum phase: a linear-phase filter or a microphone's distance is
///           delay. Effects that move time (chorus, delay, reverb louder than the amp) are not for
///           this. A jump of less than half a sample is not told from scatter, nor a small one
///           within 4 s of either end from what an amp does to low notes (low_excursion.hpp).
/// Refuses:  Silent, TooShort (either is shorter than 1.4 s), NoMatch (also: less than two octaves
///           of the one answer the other, or the two part after the loudest stretch).
/// Cost:     1/60 of real time on one core was seen, up to a third of it where shapes are chosen
///           (no test holds it); memory grows by some 200 bytes for each 0.34 s of sound.
/// Thread:   any; `stop` leaves with what was found so far as NoMatch.
[[nodiscard]] Measured<BlindAlignment> align_blind(PairSource& pair,
                                                   const std::stop_token& stop = {});

}  // namespace ampsweep::analysis
