// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/take_print.hpp"
#include "rig/dataset/dataset.hpp"
#include "rig/model/knob.hpp"
#include "rig/model/result.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// A take that does not sound as its neighbours in knob space say, or is noisier.
struct OddTake {
  int take{0};
  std::string detail;  ///< "take 7 sounds 9.1 sigma (1.24 dB) off ...".
  bool again{false};   ///< It was told of before and taken again since: the sound is what it is.
};

/// Whether the takes of a session fit their labels as all the others say: the spectrum and loudness
/// of each against what a map over the other settings predicts (analysis::label_fit). Sees a knob
/// that did not follow, a setting by hand that was wrong and two that were swapped; not a knob that
/// is wrong in every take. And whether the noise of each is what the others' says
/// (analysis::noise_fit): a session's own floor, which follows its knobs.
///
/// Memory: 4 kB a take, the newest kNeighbours of them.
/// Thread: control.
class NeighbourWatch {
 public:
  static constexpr std::size_t kNeighbours = 250;

  /// `noise_rise_db`: noise this much above what the others' says is told of.
  explicit NeighbourWatch(double noise_rise_db) : noise_rise_db_(noise_rise_db) {}

  /// An accepted take that stands still and is no reference; labels as it was made, its sound and
  /// the noise of its silence.
  void accepted(int take, const std::vector<KnobLabel>& labels, std::span<const float> sound,
                DbFsRms noise, SampleRate rate);
  /// It was taken back.
  void forget(int take);
  /// An earlier run told of it so often, and it was taken again since.
  void told(int take, int times) { told_[take] = times; }

  /// Takes enough have come since the last look that another is worth its time.
  [[nodiscard]] bool look_due() const;
  /// Worst first, each take twice at most in a session. Seconds of work with 250 takes; `stop` ends
  /// it with nothing. Nothing with fewer takes than can tell.
  [[nodiscard]] std::vector<OddTake> look(const std::stop_token& stop);

 private:
  struct Seen {
    int take{0};
    std::vector<double> knobs;  ///< 0..1, in the rig's order.
    analysis::TakePrint print;
    double noise_dbfs{0.0};
  };
  double noise_rise_db_;
  std::deque<Seen> seen_;
  std::map<int, int> told_;
  std::size_t new_{0};
};

}  // namespace ampsweep::rig
