// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <string>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::signals {

/// How the amplitude of the excited lines falls with frequency.
enum class MultisineShape {
  Flat,  ///< Equal lines.
  Pink,  ///< Amplitude as 1 / sqrt(f): equal power per octave, nearer to a guitar.
};

/// Random-phase odd multisine with detection lines, in `realizations` of `transient_periods +
/// periods` equal periods each, one after the other without a gap.
struct MultisineSpec {
  Hertz from{80.0};
  Hertz to{15000.0};
  SampleCount period{65536};  ///< Samples; even. Lines lie 2 x rate / period apart.
  int realizations{6};        ///< M: draws of the phases. 1 gives the fast method only.
  int periods{4};             ///< P: periods kept of each, at least 2 to know the noise.
  int transient_periods{1};   ///< Played first and not analysed; longer than the amp remembers.
  int group{4};  ///< One line of every `group` odd bins, drawn at random, stays silent to listen.
  DbFsRms level{-18.0};       ///< Of every realization.
  DbFsPeak peak_limit{-1.0};  ///< No sample may exceed it; see Multisine::within_limit().
  MultisineShape shape{MultisineShape::Flat};
  std::uint64_t seed{1};

  friend bool operator==(const MultisineSpec&, const MultisineSpec&) = default;
};

/// Bins of one period, ascending. Equal in all realizations.
struct MultisineBins {
  std::vector<std::int64_t> excited;
  std::vector<std::int64_t> detection;  ///< Odd, inside the band, silent: one in every group.
};

/// Where a realization stands in the stimulus.
struct MultisineRun {
  SampleCount start{0};   ///< Of its transient periods.
  SampleCount steady{0};  ///< Of the first period that is analysed.
  SampleCount end{0};
};

struct Multisine {
  std::vector<float> samples;
  std::vector<MultisineRun> runs;  ///< One per realization.
  DbFsPeak peak;                   ///< Of all samples.
  DbFsPeak limit;                  ///< spec.peak_limit.
  [[nodiscard]] bool within_limit() const { return peak <= limit; }
};

/// What makes the spec unusable, as a sentence; empty when nothing does. The peak is not looked at:
/// it is known once the sound is built.
[[nodiscard]] std::string objection(const MultisineSpec& spec, SampleRate rate);

[[nodiscard]] SampleCount multisine_length(const MultisineSpec& spec);
[[nodiscard]] MultisineRun multisine_run(const MultisineSpec& spec, int realization);

/// The lines, from the spec alone. A last, incomplete group at the top of the band stays silent
/// and out of the band.
/// Needs: objection(spec, rate) is empty; so do all functions below.
[[nodiscard]] MultisineBins multisine_bins(const MultisineSpec& spec, SampleRate rate);

/// a exp(j phi) of every excited line, in the order of `bins.excited`, from the spec alone:
/// x[n] = sum a cos(2 pi k n / period + phi). Phases are uniform and independent; the sum of a^2/2
/// is rms_amplitude(level)^2.
/// Needs: 0 <= realization < spec.realizations.
[[nodiscard]] std::vector<std::complex<double>> multisine_lines(const MultisineSpec& spec,
                                                                const MultisineBins& bins,
                                                                int realization);

/// The whole stimulus.
///
/// Shape:    mono, multisine_length(spec) frames; starts and ends at once, without fades.
/// Units:    rms of every period = rms_amplitude(spec.level). The crest factor of dense random
///           phases is 11 to 14 dB: where the peak passes spec.peak_limit nothing is changed or
///           clipped, within_limit() is false and the sound must not be played.
/// Accuracy: lines equal multisine_lines() within -140 dB of a line, bins that are not excited stay
///           below -125 dB of a line (float32 rounding); tests/signals/multisine_test.cpp.
/// Cost:     60 ms a realization of 65536 samples.
/// Source:   Schoukens, Vaes, Pintelon, IEEE Control Systems Magazine 36(3), 2016.
[[nodiscard]] Multisine multisine(const MultisineSpec& spec, SampleRate rate);

}  // namespace ampsweep::signals
