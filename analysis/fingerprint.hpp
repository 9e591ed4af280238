// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "signals/fingerprint.hpp"

namespace ampsweep::analysis {

/// What a setting sounds like in a few numbers: per chirp the response in kPrintBands bands from
/// 100 Hz to 10 kHz, then the packets of the second and third harmonic. Values are only ever
/// compared with those of the same spec.
struct Fingerprint {
  std::vector<double> level_db;  ///< Output over input of a band; of an order, of its packet.
  std::vector<double> sigma_db;  ///< One sigma of each, from the noise before the first chirp.
};

inline constexpr std::size_t kPrintBands = 10;
inline constexpr std::size_t kPrintFeatures = kPrintBands + 2;  ///< Per chirp.

/// Reads the recording of signals::fingerprint(). `arrival`: samples by which the recording lags;
/// the same for all that are to be compared, a millisecond does not matter.
///
/// Method:   each chirp's stretch is divided by the chirp (regularised); the straight response is
///           cut out from 16 ms before to 60 ms after its arrival, the packets of order 2 and 3
///           where they must lie ahead of it. Noise: the idle stretch before the first chirp, put
///           through the same division. With S and N the mean power of signal and noise over m =
///           band x length independent values, var of a power is (2 S N + N^2)/m, and
///           sigma_db = 10/ln 10 sqrt(var)/(S + N).
/// Needs:    a recording of recorded_length(); 0 <= arrival < gap.
/// Accuracy: a gain is found within 0.02 dB in every band; the orders of a x + b x^2 + c x^3 rise
///           by 1 and 2 dB per dB, within 0.2 dB; sigma_db within a third of the scatter that white
///           noise causes;
///           tests/analysis/fingerprint_test.cpp.
/// Cost:     two FFTs of the chirp's length per level, one per feature group.
[[nodiscard]] Fingerprint read_fingerprint(const signals::FingerprintSpec& spec, SampleRate rate,
                                           std::span<const float> recording, SampleCount arrival);

/// "100 Hz at -40 dBFS", "order 2 at -16 dBFS": what each number of a Fingerprint is.
[[nodiscard]] std::vector<std::string> feature_names(const signals::FingerprintSpec& spec);

/// How far two prints of the same spec stand apart.
struct PrintDistance {
  double sigmas{0.0};    ///< Root mean square over the features, each in its own sigma.
  double rms_db{0.0};    ///< Weighted by 1/sigma^2: features lost in noise do not count.
  double worst_db{0.0};  ///< Largest |difference| beyond 4 sigma of noise; 0: all noise.
};

/// `floor_db`: what two sounds of one setting differ by without noise; added to each sigma.
[[nodiscard]] PrintDistance distance(const Fingerprint& a, const Fingerprint& b, double floor_db);

}  // namespace ampsweep::analysis
