// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/fft.hpp"
#include "analysis/spectrum.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// power_spectrum() of a sound that comes in blocks: Hann frames, half overlapped, averaged. The
/// mean stays in (bins 0 and 1 hold it); what does not fill a frame at the end is left out; samples
/// that are not finite count as zero.
///
/// Accuracy: equal to power_spectrum() within 1e-9 from bin 2 on, whatever the blocks;
///           tests/analysis/running_spectrum_test.cpp.
/// Thread:   one object per thread.
class RunningSpectrum {
 public:
  /// Needs: rate > 0, an even `frame` of 16 samples or more.
  RunningSpectrum(SampleRate rate, std::size_t frame);
  void add(std::span<const float> block);
  [[nodiscard]] std::size_t frames() const { return frames_; }
  /// All zero before the first whole frame.
  [[nodiscard]] PowerSpectrum spectrum() const;

 private:
  void add_frame();

  SampleRate rate_;
  RealFft fft_;
  std::vector<double> window_;
  std::vector<float> frame_;
  std::size_t filled_{0};
  std::vector<double> power_;
  std::size_t frames_{0};
};

}  // namespace ampsweep::analysis
