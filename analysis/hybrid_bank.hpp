// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace ampsweep::analysis {

inline constexpr std::size_t kSubbands = 32;
inline constexpr std::size_t kSubbandLines = 18;
inline constexpr std::size_t kGranule = kSubbands * kSubbandLines;  ///< 576 samples.
inline constexpr std::size_t kBankTaps = 512;

/// The filter bank of MPEG-1 layer III as its encoder runs it: 32 polyphase bands, then 18 lines of
/// each by a lapped transform of 36 slots, then the butterflies against aliasing. Long blocks only.
///
/// The prototype is a Kaiser-windowed sinc (cut-off 0.0089323 of the rate, beta 10.82) that meets
/// the standard's table within -55 dB: enough to find zeros again, not to decode.
/// Accuracy: a tone in the middle of a band stands 80 dB over all but its neighbour bands;
///           tests/analysis/hybrid_bank_test.cpp.
/// Source:   ISO/IEC 11172-3, figures C.4 and C.5, 2.4.3.4.10.
class HybridBank {
 public:
  HybridBank();
  /// One slot: a sample of every band from x[0 .. 511], oldest first. `slot`: its number, which
  /// turns odd bands around.
  [[nodiscard]] std::array<double, kSubbands> slot(std::span<const float> x,
                                                   std::size_t number) const;
  /// A granule's lines from 36 slots, ascending in frequency; only of bands `first` .. `end` - 1,
  /// at whose outer edges the butterflies are missing.
  void lines(std::span<const std::array<double, kSubbands>> slots, std::size_t first,
             std::size_t end, std::array<double, kGranule>& out) const;

 private:
  std::vector<double> prototype_;
  // By sample: the sums of all bands, and of all lines of one, grow side by side.
  std::array<std::array<double, kSubbands>, 64> phases_{};
  std::array<std::array<double, kSubbandLines>, 36> lapped_{};
  std::array<double, 8> straight_{};
  std::array<double, 8> across_{};
};

}  // namespace ampsweep::analysis
