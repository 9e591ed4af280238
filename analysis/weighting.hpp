// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/spectrum.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// How much a frequency counts in a noise figure.
enum class Weighting {
  None,
  A,        ///< IEC 61672-1, 0 dB at 1 kHz.
  Itu468,   ///< ITU-R BS.468-4, 0 dB at 1 kHz, +12.2 dB at 6.3 kHz.
  CcirRms,  ///< AES17 5.2.7: the 468 curve lowered by 5.63 dB, 0 dB at 2 kHz; meant for rms.
};

/// Gain of a weighting curve; -inf at 0 Hz (except None).
///
/// Needs:    at >= 0.
/// Accuracy: within 0.1 dB of the published tables (IEC 61672-1 20 Hz .. 20 kHz, BS.468-4
///           31.5 Hz .. 31.5 kHz); tests/analysis/weighting_test.cpp.
/// Source:   IEC 61672-1 Annex E (poles); BS.468-4 passive network (poles).
[[nodiscard]] Decibels weighting(Weighting curve, Hertz at);

/// The power a band of noise shows, with the doubt that comes from listening for a limited time.
struct BandPower {
  double mean_square{};
  double sigma{};  ///< Standard deviation of mean_square, for Gaussian noise of this spectrum.

  [[nodiscard]] DbFsRms level() const;      ///< -inf for none.
  [[nodiscard]] Decibels sigma_db() const;  ///< 0 for no power.
};

/// Weighted power between two frequencies (Parseval: the density is summed, no filter runs).
/// `averages` is the number of half-overlapped Hann segments the spectrum was averaged over.
///
/// Accuracy: sigma matches the scatter of 200 records within 15 %;
///           tests/analysis/weighting_test.cpp.
[[nodiscard]] BandPower band_power(const PowerSpectrum& spectrum, int averages, Hertz from,
                                   Hertz to, Weighting curve = Weighting::None);

}  // namespace ampsweep::analysis
