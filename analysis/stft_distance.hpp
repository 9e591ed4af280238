// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "analysis/refusal.hpp"

namespace ampsweep::analysis {

/// One short-time spectrum: FFT size, hop and window, in samples.
struct StftResolution {
  std::size_t fft{0};
  std::size_t hop{0};
  std::size_t window{0};
};

/// The three resolutions of auraloss' MultiResolutionSTFTLoss, which NAM takes over unchanged.
inline constexpr std::array<StftResolution, 3> kStftResolutions{
    {{1024, 120, 600}, {2048, 240, 1200}, {512, 50, 240}}};

/// How far two spectrograms X (output) and Y (target) are apart at one resolution.
struct StftDistance {
  double spectral_convergence{0.0};  ///< ||Y - X|| / ||Y||, over all frames and bins.
  double log_magnitude{0.0};         ///< Mean |ln X - ln Y|; 1 is 8.69 dB.
};

struct MultiResolutionStft {
  std::array<StftDistance, kStftResolutions.size()> at{};  ///< In the order of kStftResolutions.
  double distance{0.0};  ///< Mean over resolutions of convergence + log magnitude.
};

/// Multi-resolution STFT distance as the trainers use it: magnitude sqrt(max(|STFT|^2, 1e-8)),
/// periodic Hann window in the middle of each FFT frame, frames centred on multiples of the hop,
/// ends mirrored. The resolutions are in samples, so the figure depends on the sample rate.
///
/// Needs:    equal lengths.
/// Accuracy: equal to a plain DFT written from the definition within 1e-9, and to closed forms:
///           tests/analysis/stft_distance_test.cpp.
/// Refuses:  TooShort (fewer than 2048 samples), NotFinite, Silent (target all zeros).
/// Cost:     about 0.05 s a second of sound.
/// Source:   auraloss 0.4, freq.py (defaults); Yamamoto et al. 2019, arXiv 1910.11480.
[[nodiscard]] Measured<MultiResolutionStft> stft_distance(std::span<const float> output,
                                                          std::span<const float> target);

}  // namespace ampsweep::analysis
