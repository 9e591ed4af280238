// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <vector>

#include "analysis/answer.hpp"
#include "analysis/hum.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// What the quietest stretch of a sound holds, and what that does to it.
struct StillFigures {
  Answer idle{Answer::CannotTell};  ///< Is it idle noise? No: it is digital silence.
  Seconds from;
  DbFsRms noise;            ///< 20 Hz .. 20 kHz, hum included.
  double noise_power{0.0};  ///< Mean square, for best_possible_esr().
  Answer hums{Answer::CannotTell};
  Mains mains{Mains::None};
  DbFsRms hum;
  DbFsRms hum_limit;  ///< A louder hum would have been found.
};

/// Finds the quietest `length` of a sound that comes in blocks, exact digital silence left out
/// where there is anything else, and keeps it.
///
/// Shape:    blocks of any length, one channel, in order; memory: three times `length`.
/// Accuracy: the stretch kept begins within 1/16 of `length` of the quietest one;
///           tests/analysis/quiet_stretch_test.cpp.
class QuietStretch {
 public:
  explicit QuietStretch(SampleRate rate, Seconds length = Seconds{2.0});
  void add(std::span<const float> block);

  [[nodiscard]] const std::vector<float>& sound() const { return best_; }
  [[nodiscard]] SampleCount from() const { return best_from_; }
  [[nodiscard]] double mean() const;    ///< Of the whole sound: DC, full scale.
  [[nodiscard]] double square() const;  ///< Mean square of the whole sound.

  /// Noise and hum of the stretch, measured by measure_noise(). CannotTell where it is no idle
  /// recording: it holds notes, or it is shorter than a second.
  [[nodiscard]] StillFigures judge() const;

 private:
  void end_chunk();

  SampleRate rate_;
  std::size_t chunk_;
  std::vector<float> filling_;
  std::deque<std::vector<float>> recent_;
  std::deque<double> recent_square_;
  std::vector<float> best_;
  SampleCount best_from_{0};
  double best_square_{-1.0};
  double sum_{0.0};
  double squares_{0.0};
  std::int64_t count_{0};
};

}  // namespace ampsweep::analysis
