// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/running_spectrum.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

inline constexpr std::size_t kTakeBands = 12;    ///< Half octaves from 100 Hz to 6.4 kHz.
inline constexpr std::size_t kTakeLoudness = 4;  ///< Loud to soft moments.
inline constexpr std::size_t kTakeFeatures = kTakeBands + kTakeLoudness;
inline constexpr std::size_t kExcerpt = 512;

/// A whole take in 4 kB: what it sounds like in a few numbers and two short excerpts, so that
/// 10,000 takes can be held against one another.
struct TakePrint {
  double peak_dbfs{-400.0};
  double rms_dbfs{-400.0};
  /// RMS of the quietest 2 % of its blocks that hold no 128 digital zeros in a row: more than its
  /// noise.
  double quietest_dbfs{-400.0};
  /// Share of those blocks whose peak lies within 0.1 dB of the take's: many, where a limiter or a
  /// clipper gives the peak.
  double at_peak{0.0};
  /// Band levels over the whole take, then how loud the blocks of 2,048 samples are that 95, 75, 50
  /// and 25 % of the others are softer than; dB. Only compared between takes of one stimulus.
  std::array<double, kTakeFeatures> level_db{};
  /// Around the loudest moment, as it is: its first crest that no later one beats by 0.5 %, and by
  /// 3 %. Empty: silence.
  std::array<std::vector<float>, 2> excerpts;
  bool silent{true};  ///< Never above -120 dBFS peak.
};

/// Keeps what stands around the loudest moment of a sound that comes sample by sample.
class CrestKeeper {
 public:
  /// `rise`: how much louder a later moment must be to replace an earlier one.
  explicit CrestKeeper(double rise);
  void add(float x);
  /// kExcerpt samples, zeros before the beginning and after the end; empty when all were zero.
  [[nodiscard]] std::vector<float> excerpt() const;

 private:
  [[nodiscard]] std::vector<float> unrolled() const;

  double rise_;
  double largest_{0.0};
  std::vector<float> past_;  ///< A ring.
  std::size_t next_{0};
  std::size_t awaited_{0};  ///< Samples that are still to come after the crest.
  std::vector<float> kept_;
};

/// Reads a take, block by block.
///
/// Shape:    blocks of any length, one channel, in order; memory is constant.
/// Promise:  a gain of g dB moves every level by g within 0.01 dB; the excerpts do not change with
///           polarity or a shift by whole samples, and scale with gain;
///           tests/analysis/take_print_test.cpp.
/// Thread:   one object per thread.
class TakePrinter {
 public:
  explicit TakePrinter(SampleRate rate);
  void add(std::span<const float> block);
  [[nodiscard]] TakePrint print() const;

 private:
  void end_block();
  [[nodiscard]] double share_at_peak() const;
  /// That `share` of the blocks are softer than; the `except` softest are not asked.
  [[nodiscard]] double loudness(double share, std::uint64_t except = 0) const;

  RunningSpectrum spectrum_;
  std::array<CrestKeeper, 2> crests_;
  std::vector<std::uint32_t> blocks_;       ///< Of 2,048 samples, by level in steps of 0.01 dB.
  std::vector<std::uint32_t> block_peaks_;  ///< As blocks_, by peak.
  double block_peak_{0.0};
  std::uint64_t gap_blocks_{0};  ///< That hold digital silence; among blocks_, too.
  std::size_t zeros_{0};         ///< In a row, up to now.
  bool block_gap_{false};
  double block_square_{0.0};
  std::size_t block_filled_{0};
  double square_{0.0};
  double peak_{0.0};
  std::size_t count_{0};
};

}  // namespace ampsweep::analysis
