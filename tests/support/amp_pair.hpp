// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::test {

/// What is played into the amp of a pair.
enum class PairSound { Guitar, Noise, Sweeps, SweepThenGuitar };

/// Which amp: the simulated one, or a made-up one of two clipping stages and a speaker, which
/// shares no code with it.
enum class PairAmp { Simulated, TwoStage };

/// Samples inserted (> 0: the last ones again) or lost (< 0) at a place of the recording.
struct PairSlip {
  std::int64_t at{0};
  std::int64_t jump{0};
};

/// A pair of files as a stranger would have made it: no loopback, no marker, high gain.
struct AmpPairSpec {
  PairSound sound{PairSound::Guitar};
  PairAmp amp{PairAmp::Simulated};
  double length_s{10.0};
  double gain{0.8};  ///< 0..1 of the gain knob; the other knobs follow from the seed.
  double delay_samples{0.0};
  double drift_ppm{0.0};
  std::vector<PairSlip> slips{};
  double noise_dbfs_rms{-80.0};
  bool inverted{false};
  std::uint64_t seed{1};
};

struct AmpPair {
  std::vector<float> x;
  std::vector<float> y;  ///< As long as x.
};

/// The truth is in the spec: sample n of x is heard from delay + n (1 + drift) on, jumps of the
/// slips before it added. The amps have no delay of their own but their filters'.
[[nodiscard]] AmpPair amp_pair(const AmpPairSpec& spec, SampleRate rate = SampleRate{48000});

}  // namespace ampsweep::test
