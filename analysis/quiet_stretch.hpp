// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "analysis/answer.hpp"
#include "analysis/hum.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// What the quietest stretch of a sound holds.
struct StillFigures {
  /// Yes: idle noise. No: digital silence, which tells nothing of the amp.
  Answer idle{Answer::CannotTell};
  Seconds from;
  DbFsRms noise;            ///< 20 Hz .. 20 kHz, hum included.
  double noise_power{0.0};  ///< The same as a mean square, for best_possible_esr().
  Answer hums{Answer::CannotTell};
  Mains mains{Mains::None};
  DbFsRms hum;        ///< -inf: none.
  DbFsRms hum_limit;  ///< A louder hum would have been found.
};

/// Finds the quietest `length` of a sound that comes in blocks and keeps it. Exact digital zeros
/// are passed over.
///
/// Shape:    blocks of any length, one channel, in order; memory: three times `length`.
/// Accuracy: begins within 1/16 of `length` of the quietest one; noise and hum as measure_noise()
///           and measure_hum(); tests/analysis/quiet_stretch_test.cpp.
/// Thread:   one object per thread.
class QuietStretch {
 public:
  explicit QuietStretch(SampleRate rate, Seconds length = Seconds{1.0});
  void add(std::span<const float> block);

  [[nodiscard]] const std::vector<float>& sound() const { return best_; }  ///< Empty: none.
  [[nodiscard]] SampleCount from() const { return best_from_; }
  [[nodiscard]] double mean() const;         ///< Of the whole sound: DC, full scale.
  [[nodiscard]] double mean_square() const;  ///< Of the whole sound.

  /// CannotTell where the stretch may be no idle recording: it holds notes, or is shorter than a
  /// second. Notes: its noise (hum taken out) is less than 20 dB below the whole sound, or four and
  /// more lines beside the hum hold half of that noise, as a chord's do; so a recording of nothing
  /// but idle noise cannot tell either: measure_noise() is for that.
  [[nodiscard]] StillFigures judge() const;

 private:
  struct Chunk {
    std::vector<float> sound;
    double square{0.0};
  };
  void end_chunk();

  SampleRate rate_;
  std::size_t chunk_;
  Chunk filling_;
  std::deque<Chunk> recent_;
  std::vector<float> best_;
  SampleCount best_from_{0};
  double best_square_{0.0};
  bool silent_seen_{false};  ///< A whole stretch of zeros.
  double sum_{0.0};
  double squares_{0.0};
  std::int64_t count_{0};
};

}  // namespace ampsweep::analysis
