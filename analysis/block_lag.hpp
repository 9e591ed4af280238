// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/fft.hpp"
#include "analysis/lag_line.hpp"
#include "analysis/lag_path.hpp"
#include "analysis/pair_response.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// One block: where y stands, and how loud and how low x was.
struct BlockReading {
  LagReading lag;
  double level_db{0.0};        ///< Of the block over x's loud stretch.
  double period_samples{0.0};  ///< Of the mean frequency of x's power in the block.
};

/// One block heard against the mean response.
struct HeardBlock {
  double at{0.0};  ///< Centre of x's energy in the block, counted from its start.
  double level_db{0.0};
  double period_samples{0.0};
  std::vector<std::complex<double>> product;  ///< Weighted y with conj of what it should be.
  double scale{0.0};                          ///< Of the product's sum to the share that follows.
};

/// Lag of single blocks of y against what the mean response makes of x (of all its shapes). Since
/// that response holds the amp's own delay at every frequency, what the blocks read is how the
/// delay moves, whatever notes they hold. Frequencies count by what distortion and noise leave of
/// them (Hannan, Thomson).
///
/// Shape:  blocks of size() samples (0.68 s).
/// Source: Knapp, Carter, IEEE Trans. ASSP 24(4) 1976 (maximum-likelihood weight).
/// Thread: one object per thread.
/// Proof:  tests/analysis/blind_alignment_test.cpp, tests/bench/blind_bench.cpp.
class BlockLag {
 public:
  explicit BlockLag(SampleRate rate);
  [[nodiscard]] std::size_t size() const { return y_.size(); }
  /// From now on blocks are heard against this response. Needs: a trusted band of two octaves.
  void set_response(const ResponseSpectrum& spectrum);
  /// Empty where x or y is silent. Needs: as many shapes as the response has, in the same order.
  [[nodiscard]] std::optional<HeardBlock> hear(const std::vector<std::vector<double>>& shapes,
                                               std::span<const float> y);
  /// How well the block fits at each whole lag within a quarter of it.
  [[nodiscard]] LagFits fits(const HeardBlock& block);
  /// Its lag, within two samples of `near`; `at` counted from the block's start. Empty where
  /// nothing of y follows x there. Biased where `near` is no small part of the block.
  [[nodiscard]] std::optional<BlockReading> read(const HeardBlock& block, int near) const;

 private:
  void add_model(std::size_t shape);
  struct Refined {
    double lag{0.0};
    double sigma{0.0};
    double fit{0.0};  ///< -1..1: share of y's weighted amplitude that follows.
  };
  [[nodiscard]] Refined refine(const HeardBlock& block, double lag) const;

  double rate_;
  RealFft x_;
  RealFft y_;
  RealFft correlation_;
  std::vector<double> window_;
  std::vector<std::vector<std::complex<double>>>
      response_;                             ///< Of each shape, at this block's bins.
  std::vector<std::complex<double>> model_;  ///< What y should be.
  std::vector<double> weight_;
  std::size_t lowest_{0};
  std::size_t highest_{0};
};

}  // namespace ampsweep::analysis
