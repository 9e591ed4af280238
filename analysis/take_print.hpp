// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "analysis/fft.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

inline constexpr std::size_t kTakeBands = 12;    ///< Half octaves from 100 Hz to 6.4 kHz.
inline constexpr std::size_t kTakeLoudness = 4;  ///< Of loud, middling, soft and quiet moments.
inline constexpr std::size_t kTakeFeatures = kTakeBands + kTakeLoudness;
inline constexpr std::size_t kExcerpt = 768;

/// A whole take in 3.3 kB: what it sounds like in a few numbers and a short excerpt, so that 10,000
/// takes can be held against one another.
struct TakePrint {
  double peak_dbfs{-400.0};
  double rms_dbfs{-400.0};
  /// Band levels over the whole take, then how loud its loudest 5 %, half, quarter and tenth (from
  /// below) blocks of 2,048 samples are; dB. Only compared between takes of one stimulus.
  std::array<double, kTakeFeatures> level_db{};
  std::vector<float> excerpt;  ///< Around the loudest moment, scaled to 1; empty: silence.
  std::size_t frames{0};
  bool silent{true};
};

/// Reads a take, block by block.
///
/// Shape:    blocks of any length, one channel, in order; memory is constant (4 bytes a 2,048
///           samples).
/// Promise:  level_db follows a gain exactly; the excerpt does not change with gain, polarity or a
///           shift by whole samples; tests/analysis/take_print_test.cpp.
/// Cost:     about 20 ns a sample. Thread: one object per thread.
class TakePrinter {
 public:
  explicit TakePrinter(SampleRate rate);
  void add(std::span<const float> block);
  [[nodiscard]] TakePrint print() const;

 private:
  void add_frame();
  void look_for_crest(float x);

  SampleRate rate_;
  RealFft fft_;
  std::vector<double> window_;
  std::vector<float> frame_;
  std::size_t filled_{0};
  std::array<double, kTakeBands> band_power_{};
  std::vector<float> block_power_;
  double square_{0.0};
  double peak_{0.0};
  std::size_t count_{0};
  std::vector<float> past_;    ///< A ring of the last kExcerpt samples.
  std::vector<float> crest_;   ///< What stood around the loudest moment.
  std::size_t crest_left_{0};  ///< Samples still to come after it.
  double crest_peak_{0.0};
};

}  // namespace ampsweep::analysis
