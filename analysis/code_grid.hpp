// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>

#include "analysis/answer.hpp"

namespace ampsweep::analysis {

/// How finely a sound really is stored, whatever its file could hold.
struct CodeGridFigures {
  double step{0.0};    ///< Between neighbouring codes in use, full scale = 1; 0: no grid was found.
  double bits{24.0};   ///< 1 + log2(1 / step); 24: as fine as can be seen.
  bool padded{false};  ///< The step is a power of two: low bits are zero. Else the grid was scaled.
  double strays{0.0};  ///< Share of the samples off the grid (an editor's fade): at most 0.005.
  double held{
      0.0};  ///< Share of the quiet samples that repeat the one before; dither: 0.6 at most.
  double quiet_samples{0.0};      ///< In blocks that move, within sixteen steps of zero.
  Answer shallow{Answer::No};     ///< Fewer bits than the file promises.
  Answer undithered{Answer::No};  ///< Quiet sound stands still between codes that one can hear.
};

/// Real bit depth: 16-bit sound in a 24-bit or float file, lost low bits, a 16-bit grid that was
/// scaled (normalised, faded) afterwards, and rounding without dither.
///
/// Method:   of samples that are whole 24-bit codes, how many low bits are zero in 99.5 % of them;
///           else the smallest 1,024 magnitudes that differ are held against one common step.
///           Dither is looked for in blocks of 256 samples that move, and stay within a power of
///           two of full scale that is no more than sixteen steps (a scaled grid: 8 to 16): without
///           it most samples repeat the one before, with it (or with noise of half a step) 0.6 of
///           them.
/// Shape:    blocks of any length, one channel, in order; memory is constant.
/// Limits:   shallow: 20.5 bits and less in files of 24 bits and float, two bits and more missing
///           in files of 16. A scaled grid: 19 bits and less. Undithered: steps of 18 bits and
///           coarser. A grid that was resampled, filtered or dithered to 24 bits wider than 2 codes
///           is gone.
/// Accuracy: steps of 8 to 20 bits exact, scaled ones within 0.01 bit;
///           tests/analysis/code_grid_test.cpp. Caught shares: docs/measurement/dataset-faults.md.
/// CannotTell: fewer than 1,000 samples other than zero or fewer than 16 different magnitudes;
///           dither: less than 2,000 quiet samples.
/// Thread:   one object per thread.
class CodeGrid {
 public:
  void add(std::span<const float> block);
  /// `stored_bits`: of the file: 8 to 24; 32 for float.
  [[nodiscard]] CodeGridFigures judge(int stored_bits) const;

  static constexpr std::size_t kLevels = 26;  ///< Magnitudes by powers of two: 2^-25 .. 1.

 private:
  void add_code(float x);
  void end_block();
  [[nodiscard]] CodeGridFigures padded_grid() const;
  [[nodiscard]] CodeGridFigures scaled_grid() const;
  void judge_dither(CodeGridFigures& figures) const;

  std::array<std::uint64_t, 25> low_zeros_{};   ///< Samples by zero bits below their lowest one.
  std::uint64_t between_codes_{0};              ///< No multiple of 2^-23.
  std::uint64_t sounding_{0};                   ///< Other than zero.
  std::set<float> smallest_;                    ///< Magnitudes other than zero.
  std::array<std::uint64_t, kLevels> held_{};   ///< Samples that repeat, by their block's peak.
  std::array<std::uint64_t, kLevels> quiet_{};  ///< Blocks that move, by peak.
  float last_{0.0F};
  std::uint32_t repeats_{0};
  float block_peak_{0.0F};
  std::uint32_t block_filled_{0};
};

}  // namespace ampsweep::analysis
