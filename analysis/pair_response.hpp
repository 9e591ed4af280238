// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "analysis/fft.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// A bin of less coherence says nothing of the response.
inline constexpr double kLeastTrustedCoherence = 0.2;

/// Best linear response from one or several shapes of x to y, averaged over blocks, with the
/// coherence that says how much of y follows. Bin k lies at k * rate / block size.
struct ResponseSpectrum {
  std::vector<std::vector<std::complex<double>>> response;  ///< One for each shape.
  std::vector<double> coherence;                            ///< 0..1, of the bins around it.
  std::vector<double> y_power;                              ///< Mean of a block, smoothed alike.
  std::size_t lowest{0};  ///< Band in which the response is trusted; 0 and 0: nowhere.
  std::size_t highest{0};
  [[nodiscard]] bool empty() const { return lowest == 0; }
  [[nodiscard]] double octaves() const;  ///< From lowest to highest; 0 when empty.
  /// Coherence, every octave of the whole range counting alike: more band or more coherence is
  /// more.
  [[nodiscard]] double trust() const;
  /// The same as a mean over the band: 1 for a linear path.
  [[nodiscard]] double mean_coherence() const;
};

/// Band that is asked of at all.
inline constexpr double kLowestAskedHz = 60.0;
inline constexpr double kHighestAskedShare = 0.25;  ///< Of the rate.

/// Cross-spectra of shapes and y, each bin the mean of those within 4 % of it.
struct CrossSpectra {
  using Bins = std::vector<std::complex<double>>;
  std::size_t shapes{0};
  double bin_hz{0.0};
  std::vector<Bins> among;  ///< Shape i with conj of shape j, j <= i, at i * shapes + j.
  std::vector<Bins> cross;  ///< y with conj of shape i.
  std::vector<double> y_power;
};

/// Gathers cross-spectra of Hann-windowed blocks (Welch). Blocks may stand at any lag: that of y
/// against x is taken out before they are added, so that a delay that drifts or jumps does not
/// smear the mean.
///
/// Shape:  `shapes` of size() samples each, the first being x itself; `y` as long; `late`: what is
///         left of the delay of y in its block, a fraction of a sample or a few.
/// Thread: one object per thread.
/// Proof:  tests/analysis/blind_alignment_test.cpp, tests/bench/blind_bench.cpp.
class PairResponse {
 public:
  PairResponse(SampleRate rate, std::size_t shapes);
  [[nodiscard]] std::size_t size() const { return y_.size(); }
  void add(const std::vector<std::vector<double>>& shapes, std::span<const float> y, double late);
  /// Of the first `shapes` shapes.
  [[nodiscard]] CrossSpectra cross_spectra(std::size_t shapes) const;
  /// Of the first `shapes` shapes, in the band that is asked of where x sounds within 60 dB of its
  /// strongest and the coherence is kLeastTrustedCoherence and more.
  [[nodiscard]] ResponseSpectrum spectrum(std::size_t shapes) const;

 private:
  /// Real and imaginary parts apart: products of std::complex look for NaN and are not vectorised.
  struct Parts {
    std::vector<double> re;
    std::vector<double> im;
    explicit Parts(std::size_t bins) : re(bins, 0.0), im(bins, 0.0) {}
    /// a times conj b.
    void add_product(const Parts& a, const Parts& b);
  };
  [[nodiscard]] std::size_t index(std::size_t i, std::size_t j) const { return i * count_ + j; }

  double rate_;
  std::size_t count_;
  std::vector<RealFft> x_;
  RealFft y_;
  std::vector<double> window_;
  std::vector<Parts> spectra_;  ///< Of the newest block: each shape, and y last.
  std::vector<Parts> among_;    ///< As in CrossSpectra, not smoothed.
  std::vector<Parts> cross_;
  std::vector<double> y_power_;
  int blocks_{0};
};

}  // namespace ampsweep::analysis
