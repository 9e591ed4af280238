// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

struct ToneOptions {
  std::optional<Hertz> fundamental{};  ///< To within 5 %; else it is found.
  int harmonics{10};                   ///< Highest order reported, 1 .. 20.
  double notch_q{2.0};                 ///< Of the AES17 notch, 1.2 .. 3.
  Hertz band_from{20.0};               ///< Of THD, THD+N, SINAD, SNR and noise.
  Hertz band_to{20000.0};              ///< At most half the rate is used.
};

/// One harmonic. Level and phase are NaN when it is not measured, that is below limit_dbc.
struct ToneHarmonic {
  int order{1};
  double hz{0.0};
  double level_dbfs_peak{0.0};
  double level_dbc{0.0};  ///< Over the fundamental's level.
  /// theta_n - n theta_1 with cosines, -180 .. 180: 0 when the harmonic crests with the
  /// fundamental. Does not depend on where the record starts. As sines: 90 (n - 1) less.
  double phase_deg{0.0};
  double sigma_db{0.0};         ///< Of the level.
  double phase_sigma_deg{0.0};  ///< Of the phase, the fundamental's share included.
  double limit_dbc{0.0};        ///< 3 sigma.
  bool measured{false};
};

/// Total harmonic distortion of the orders named.
struct ToneThd {
  std::vector<int> orders;  ///< 2 .. harmonics inside the band; empty: there is no figure.
  double f_ratio{0.0};      ///< Over the fundamental (THD_F). Not measured: the limit.
  double r_ratio{0.0};      ///< Over fundamental and harmonics (THD_R, IEC 60268-3 14.12.3.2).
  double sigma_db{0.0};
  double limit_ratio{0.0};  ///< 3 sigma of what noise alone would read.
  bool measured{false};
};

/// Strongest line that is neither the tone nor a harmonic of it.
struct ToneStray {
  double hz{0.0};
  double level_dbc{0.0};
};

struct ToneFigures {
  Hertz fundamental;
  Hertz fundamental_sigma;
  std::vector<ToneHarmonic> harmonics;  ///< Orders 1 .. harmonics below half the rate.
  double dc{0.0};                       ///< Full scale = 1.
  double dc_sigma{0.0};
  ToneThd thd;
  Hertz band_from;
  Hertz band_to;
  /// Residual of the least-squares fit (all but the fundamental) over all, in the band.
  Decibels thdn;
  Decibels thdn_sigma;
  Decibels thdn_aes17;  ///< The same through the AES17 notch of notch_q.
  double notch_q{2.0};
  Decibels sinad;    ///< -thdn.
  Decibels snr;      ///< Fundamental over noise in the band, no harmonics.
  double enob{0.0};  ///< (SINAD - 1.76 dB) / 6.02 dB, bits, at this level.
  DbFsRms noise;     ///< In the band: neither DC nor a harmonic. Stray lines count.
  Decibels noise_sigma;
  /// Harmonics above the orders reported that were heard, together; nothing: none.
  std::optional<Decibels> further;
  std::optional<ToneStray> stray;
  std::size_t full_scale_runs{0};  ///< Stretches at the largest codes: a converter may clip.
  double periods{0.0};             ///< Of the fundamental in the record.
};

/// Measures a steady tone: all its harmonics at once by least squares, frequency refined, so that
/// no window, no bin and no clock offset shows in the result.
///
/// Needs:    3 periods or more; 16 and more let the noise be taken beside each harmonic.
/// Accuracy: noise-free levels within 0.001 dB to -140 dBc, phases within 0.01 degree to -80 dBc,
///           THD within 0.001 dB on bin, off bin, at 50 ppm and with 3.5 periods; THD at -100 /
///           -120 dB from 24-bit TPDF within 0.005 / 0.02 dB; THD+N of white noise at -90 dB within
///           0.05 dB, AES17 notch within 0.05 dB of measurement.md 2.1;
///           tests/analysis/tone_test.cpp.
/// Refuses:  BadParameter, NotFinite, Silent, Clipped (four equal samples in a row at full scale),
///           TooShort, NoMatch (noise, or no tone at the hint), Ambiguous (two tones, unsteady
///           tone, missing fundamental).
/// Source:   measurement.md 2.1, 2.3; IEC 60268-3; AES17-2015.
/// Cost:     1 s at 48 kHz, 10 harmonics: under 10 ms; tests/bench/analysis_bench.cpp.
/// Thread:   any.
[[nodiscard]] Measured<ToneFigures> measure_tone(std::span<const float> x, SampleRate rate,
                                                 const ToneOptions& options = {});
/// The same for samples that float32 would round: its rounding is distortion when the tone fits
/// the record's samples exactly.
[[nodiscard]] Measured<ToneFigures> measure_tone(std::span<const double> x, SampleRate rate,
                                                 const ToneOptions& options = {});

/// Power passed at each frequency (Hz) by the AES17 standard notch as it is applied here: an IIR
/// notch of Q sqrt(1 + sqrt 2) at the file's rate, forwards and backwards, which leaves the stated
/// Q.
[[nodiscard]] std::function<double(double hz)> aes17_notch(Hertz notch, double q, SampleRate rate);

}  // namespace ampsweep::analysis
