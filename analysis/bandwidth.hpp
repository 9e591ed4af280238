// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "analysis/answer.hpp"
#include "analysis/running_spectrum.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Where a sound's spectrum ends.
struct BandwidthFigures {
  Hertz top;       ///< 99.9 % of the power lie below.
  Hertz wall;      ///< Where the spectrum has fallen to what lies above it; 0: it falls nowhere.
  Decibels drop;   ///< Fall of the steepest tenth of an octave.
  Decibels limit;  ///< A wall of this drop would be seen at half of every usual lower rate.
  SampleRate source{0};          ///< Rate whose half the wall is at; 0: none that is usual.
  Answer walled{Answer::No};     ///< A filter steeper than any amp's ended the sound.
  Answer resampled{Answer::No};  ///< That wall is at half a usual lower rate (0.95 to 1.012 of it);
                                 ///< a coder's low-pass may be, too.
};

/// Bandwidth and hidden resampling: sound of 44.1 kHz in a file of 48 kHz ends at 22.05 kHz, with
/// nothing but the file's own rounding above, as no amp and no converter at 48 kHz ends it.
///
/// Method:   Welch spectrum (Hann, 4,096 samples, half overlapped) of the whole sound; medians of
///           the stretches just below and just above every place where a filter may end; the
///           largest fall. All that lies above must stay as low.
/// Shape:    blocks of any length, one channel, in order; memory is constant.
/// Limits:   walled: 10 dB within 0.1 octave, more than in the tenth before, from 6.5 kHz up. Walls
///           above 0.47 of the rate are the converter's own. Sound that has fallen to the file's
///           rounding before a wall does not show it.
/// Accuracy: wall within 2 %; tests/faults/bandwidth_test.cpp. Caught shares:
///           docs/measurement/dataset-faults.md.
/// CannotTell: less than half a second, silence, or sound that ends too softly (see `limit`).
///           Resampled: a wall 5 to 15 % below half a usual rate, where a poor filter ends, and a
///           sweep to 20 kHz.
/// Cost:     an FFT of 4,096 samples every 2,048. Thread: one object per thread.
class BandwidthMeter {
 public:
  explicit BandwidthMeter(SampleRate rate);
  void add(std::span<const float> block) { spectrum_.add(block); }
  /// `step`: of the codes the sound is stored in (CodeGridFigures); 0: float.
  [[nodiscard]] BandwidthFigures judge(double step) const;
  /// The spectrum so far.
  [[nodiscard]] PowerSpectrum spectrum() const { return spectrum_.spectrum(); }

 private:
  SampleRate rate_;
  RunningSpectrum spectrum_;
};

}  // namespace ampsweep::analysis
