// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <stop_token>
#include <vector>

#include "analysis/block_lag.hpp"
#include "analysis/drive_shapes.hpp"
#include "analysis/lag_model.hpp"
#include "analysis/pair_response.hpp"
#include "analysis/pair_source.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Follows y along x, block by block: what y answers along a model of its lag, and where the blocks
/// stand against such an answer.
///
/// Units:  samples of x.
/// Stops:  with what was read so far, when asked to.
/// Memory: 48 blocks' spectra and fits, whatever the length of the pair.
/// Thread: one object per thread.
/// Proof:  tests/analysis/blind_alignment_test.cpp, tests/bench/blind_bench.cpp.
class LagFollower {
 public:
  /// x alone is heard, until hear_with() says otherwise. `pair` must outlive this.
  LagFollower(PairSource& pair, std::stop_token stop);
  void hear_with(ShapeMaker shapes);
  [[nodiscard]] std::size_t shapes() const { return shapes_.count(); }
  [[nodiscard]] std::int64_t block() const { return static_cast<std::int64_t>(blocks_.size()); }

  /// Cross-spectra of x's [from, to) with the first `shapes` shapes, the model's lag taken out, but
  /// for blocks that a break of it lies in; of `most_blocks` blocks all along it, where there are
  /// more.
  [[nodiscard]] PairResponse response(
      const LagModel& model, std::int64_t from, std::int64_t to, std::size_t shapes,
      std::int64_t most_blocks = std::numeric_limits<std::int64_t>::max());
  /// From now on lags are read against this answer. False, and nothing changed, where less than two
  /// octaves answer.
  [[nodiscard]] bool use(const ResponseSpectrum& spectrum);
  /// From `start`, where the lag is about this, to both ends of x.
  [[nodiscard]] std::vector<BlockReading> follow_from(std::int64_t start, double lag);
  /// From x's start to its end, about the model's lag.
  [[nodiscard]] std::vector<BlockReading> follow(const LagModel& model);

 private:
  /// Lag about which a block is sought, by its middle.
  using Expected = std::function<double(double)>;
  struct Sought {
    std::int64_t at;   ///< Its start in x,
    std::int64_t lag;  ///< and how much later it was sought in y.
    std::optional<HeardBlock> heard;
  };
  [[nodiscard]] bool inside(std::int64_t at) const;
  [[nodiscard]] std::optional<HeardBlock> hear(std::int64_t at, std::int64_t lag);
  [[nodiscard]] std::vector<BlockReading> follow(std::int64_t at, std::int64_t hop,
                                                 const Expected& expected);
  /// `near`: in samples from the lag it was sought at.
  [[nodiscard]] std::optional<BlockReading> read(Sought& block, int near);
  void make_room();

  PairSource& pair_;
  std::stop_token stop_;
  BlockLag blocks_;
  ShapeMaker shapes_;
  std::vector<std::vector<double>> shaped_;
  std::vector<float> x_;
  std::vector<float> y_;
};

}  // namespace ampsweep::analysis
