// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>

namespace ampsweep::analysis {

/// One real FFT of fixed size with its buffers, in double precision.
///
/// Shape:   time() has size() samples; spectrum() has size()/2 + 1 bins, bin k at k * rate / size().
/// Promise: plans are made by estimate, never by timing, so results repeat bit for bit on one build.
/// Thread:  one object per thread; objects may be built concurrently.
/// Memory:  the plans of the 16 sizes used last stay, up to 65,536 samples (1 MB each).
class RealFft {
 public:
  /// Needs: size > 0; good_fft_size() gives fast ones. Buffers start as zeros.
  explicit RealFft(std::size_t size);
  RealFft(RealFft&&) noexcept;
  RealFft& operator=(RealFft&&) noexcept;
  ~RealFft();

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::span<double> time();
  [[nodiscard]] std::span<std::complex<double>> spectrum();

  /// time -> spectrum, unscaled; time is kept.
  void forward();
  /// spectrum -> time, scaled by 1/size: inverse() after forward() gives the same samples back.
  /// The spectrum is destroyed.
  void inverse();

 private:
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

/// Smallest even size >= `at_least` without a prime factor above 7.
[[nodiscard]] std::size_t good_fft_size(std::size_t at_least);

}  // namespace ampsweep::analysis
