// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analysis/hum.hpp"
#include "analysis/refusal.hpp"
#include "analysis/spectrum.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

struct NoiseOptions {
  Hertz from{20.0};
  Hertz to{20000.0};  ///< Lowered to half the rate when that is less.
  HumOptions hum;
};

/// A level with the doubt that comes from listening for a limited time.
struct NoiseLevel {
  DbFsRms level;
  Decibels sigma;
};

/// The same noise through the usual ears. All four are rms: no quasi-peak meter is imitated.
struct WeightedNoise {
  NoiseLevel unweighted;
  NoiseLevel a;
  NoiseLevel itu_468_rms;  ///< 468 curve, 0 dB at 1 kHz. A true 468 reading is quasi-peak, higher.
  NoiseLevel ccir_rms;     ///< AES17: the same 5.63 dB lower.
};

struct NoiseBand {
  Hertz centre;
  NoiseLevel with_hum;
  NoiseLevel without_hum;
};

/// What an idle recording holds.
struct NoiseFigures {
  SampleRate rate{0};
  Seconds length;
  Hertz from;
  Hertz to;
  double dc{};     ///< Mean, in full scale.
  DbFsPeak peak;   ///< Largest sample, DC included.
  int averages{};  ///< Segments of 1 s, half overlapped, the spectra are averaged over.
  WeightedNoise with_hum;
  WeightedNoise without_hum;             ///< Measured lines of the comb taken out of the sound.
  std::vector<NoiseBand> third_octaves;  ///< From 25 Hz.
  PowerSpectrum spectrum;                ///< 1 Hz bins, hum included.
  PowerSpectrum hiss;                    ///< Without the comb.
  Hum hum;
  Decibels loudest_block;  ///< Loudest 0.1 s over the median 0.1 s: about 0.5 dB for steady noise.
  Seconds loudest_at;
};

inline constexpr std::string_view kNoiseMethod =
    "Welch spectrum (Hann, 1 s, half overlapped), weighted and summed in frequency (Parseval)";
inline constexpr std::string_view kAMethod = "A-weighted (IEC 61672-1), rms";
inline constexpr std::string_view kItu468Method = "ITU-R 468 curve, rms (not quasi-peak)";
inline constexpr std::string_view kCcirRmsMethod = "CCIR-RMS (AES17: 468 curve - 5.63 dB, rms)";

/// Noise of an idle recording: levels between `from` and `to` unweighted, A, 468 rms and CCIR-RMS,
/// with the hum and without it; third octaves, spectrum, DC and hum.
///
/// Units:    dBFS rms (0: the rms of the samples is 1); spectra in full scale squared per Hz.
/// Needs:    1 s at least; 4 s for the hum.
/// Accuracy: white noise within 4 sigma of its level (sigma 0.016 dB in 4 s), through the curves
///           too (-2.05, +7.28, +1.65 dB); noise 40 dB under a steady hum within 0.1 dB; sigma is
///           the scatter of 30 records within 20 %; tests/analysis/noise_figures_test.cpp.
/// Refuses:  TooShort, Silent, NotFinite, BadParameter; Clipped (a sample at full scale); NoMatch
///           when one tenth of a second is 20 dB louder than the median, or a tone above -40 dBFS
///           rms holds 90 % of the power beside the hum: not an idle recording.
[[nodiscard]] Measured<NoiseFigures> measure_noise(std::span<const float> x, SampleRate rate,
                                                   const NoiseOptions& options = {});

}  // namespace ampsweep::analysis
