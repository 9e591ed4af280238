// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "rig/model/take.hpp"
#include "signals/random.hpp"

namespace ampsweep::test {

/// What goes wrong with the samples on their way into a recording.
struct Discontinuity {
  enum class Kind {
    Drop,    ///< So many samples are lost at `at`.
    Repeat,  ///< The last ones before `at` come again.
    Slow,    ///< The delay grows by `samples` (may be negative) over `over` samples from `at` on.
  };
  enum class Where { All, Loopback, Amp };
  Kind kind{Kind::Drop};
  Where where{Where::All};
  std::int64_t at{0};  ///< Position in the recording.
  int samples{1};
  std::int64_t over{0};  ///< Of Slow.
};

/// `clean` with the break in the channels it strikes; channel 0 is the amp, channel 1 the loopback.
/// Whole-sample breaks are exact; a slow slip is interpolated (64-tap sinc, -110 dB). What moves in
/// at the end is silence.
[[nodiscard]] rig::Recording broken(const rig::Recording& clean, const Discontinuity& wrong);

/// White noise of this level on every channel, then 24-bit codes with triangular dither.
void add_noise(rig::Recording& recording, DbFsRms level, signals::Random& random);

}  // namespace ampsweep::test
