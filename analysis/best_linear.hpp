// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <span>
#include <vector>

#include "analysis/refusal.hpp"
#include "signals/multisine.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// The best linear approximation at one excited line. Powers are (full scale rms)^2 of the line.
struct ExcitedLine {
  double hz{0.0};
  std::complex<double> gain{};     ///< Output over input, mean of the realizations.
  double noise_variance{0.0};      ///< Of `gain`, from the scatter of the periods.
  double total_variance{0.0};      ///< Of `gain`, from the scatter of the realizations: noise and
                                   ///< distortion. NaN with one realization.
  double nonlinear_variance{0.0};  ///< Of one realization's gain without noise (variance method),
                                   ///< >= 0. NaN with one realization.
  double input_power{0.0};         ///< Mean of the realizations.
  double noise_power{0.0};         ///< Of the output, one period.
  double sndr_db{0.0};  ///< Linear output over odd distortion and noise of one period. NaN with one
                        ///< realization.
};

enum class LineKind { Even, Odd };

/// A line that was not played: what stands there is distortion or noise.
struct SilentLine {
  double hz{0.0};
  LineKind kind{LineKind::Even};
  double power{0.0};        ///< Distortion in (full scale rms)^2, mean of the realizations; noise
                            ///< subtracted, so noise alone gives both signs.
  double noise_power{0.0};  ///< Of one period.
  double represents{1.0};   ///< Lines this one stands for: a group's detection line stands for all.
};

/// A power with its doubt, in (full scale rms)^2.
struct PowerFigure {
  double power{0.0};  ///< >= 0
  double sigma{0.0};  ///< One sigma; rough with one realization.
  double limit{0.0};  ///< Three sigma of what noise alone gives: a power below it is not measured.
  [[nodiscard]] bool measured() const { return power > limit; }
};

/// The output without DC, taken apart. linear + even + odd + noise = output within the sigmas.
struct OutputSplit {
  double output{0.0};  ///< Whole power of a period, mean of the realizations.
  double linear{0.0};  ///< What follows the input through the best linear approximation.
  PowerFigure even;    ///< Fast method, all even bins up to half the rate.
  PowerFigure odd;     ///< Fast method: detection lines for their groups, odd bins out of band.
  PowerFigure odd_by_variance;  ///< In band by the variance method; NaN with one realization.
  double noise{0.0};            ///< Of one period, all bins.
  /// Linear-fit residual: the ESR of the best linear model of this output, 1 - explained.
  [[nodiscard]] double residual_esr() const { return even_esr() + odd_esr() + noise_esr(); }
  [[nodiscard]] double even_esr() const { return even.power / output; }
  [[nodiscard]] double odd_esr() const { return odd.power / output; }
  [[nodiscard]] double noise_esr() const { return noise / output; }
};

struct BestLinear {
  std::vector<ExcitedLine> excited;  ///< Ascending.
  std::vector<SilentLine> silent;  ///< Even and odd, ascending, from bin 1 to below half the rate.
  OutputSplit split;
  DbFsRms input_level;    ///< Mean power of the realizations, excited lines: the gain holds here.
  DbFsRms output_level;   ///< Of split.output.
  DbFsPeak output_peak;   ///< Largest sample of the stretch that was analysed.
  double output_dc{0.0};  ///< Mean of the output, full scale.
  double residual_delay_samples{0.0};  ///< Slope of the gain's phase: delay left after
                                       ///< `delay_samples`, the amp's own included.
  double clock_offset_ppm{0.0};        ///< From the periods' slow turning; 0 on one clock.
  double clock_offset_sigma_ppm{0.0};
  bool settled{true};  ///< false: a first period differs from the later ones, the amp had not
                       ///< settled (needs 3 periods to tell). Noise then counts the settling.
  int realizations{1};
  int periods{2};
};

/// Best linear approximation of an amp with noise, even and odd distortion told apart.
///
/// Shape:    the stimulus' first sample lies at output[delay_samples], which need not be whole; the
///           output goes on until the stimulus' end. `input` is empty (the input is the spec's
///           sound, exactly) or a recording of what was played, beside the output sample by sample:
///           then the gain is output over input, and what the input has at silent lines is
///           subtracted through the gain interpolated there.
/// Source:   Schoukens, Vaes, Pintelon, IEEE Control Systems Magazine 36(3), 2016; measurement.md
///           4.1. Noise = scatter of the periods, odd = detection lines and scatter of the
///           realizations, even = even bins.
/// Accuracy: M = 6, P = 4, 15 kHz, static cubic and hard clip: gain within 0.01 dB, even and odd
///           power within 0.1 dB of the Gaussian closed form, odd by both methods within 0.1 dB;
///           noise within 0.1 dB; a 20 Hz coupling changes none;
///           tests/analysis/best_linear_test.cpp.
/// Limits:   out of band, and where no input is given, the interface's own distortion is taken for
///           the amp's. The amp must have settled within the transient periods, and memory shorter
///           than half a period. All figures hold at this level and spectrum.
/// Refuses:  BadParameter, TooShort, NotFinite, Silent, Clipped (output or input; full scale or a
///           run of equal extreme samples), NoMatch (other phases, another period, another
///           band, another place), Ambiguous (two clocks: realign first).
/// Cost:     41 s of audio under 0.3 s; tests/bench/analysis_bench.cpp. 100 bytes a bin and
///           realization.
/// Thread:   any.
[[nodiscard]] Measured<BestLinear> best_linear(const signals::MultisineSpec& spec,
                                               std::span<const float> output,
                                               std::span<const float> input, SampleRate rate,
                                               double delay_samples);

}  // namespace ampsweep::analysis
