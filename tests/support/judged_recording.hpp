// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rig/capture/judge.hpp"
#include "signals/stimulus.hpp"
#include "support/broken_recording.hpp"

namespace ampsweep::test {

/// A take of the simulated bench without noise, and what a session knows when it judges it.
struct ContinuityScene {
  rig::Rig rig;
  signals::Stimulus stimulus;
  rig::Setting setting;
  rig::Recording clean;        ///< Channel 0: amp, 1: loopback.
  DbFsRms noise{-100.0};       ///< To be added to it.
  bool resampled{false};       ///< Clocks apart.
  rig::Expectations expected;  ///< Of an earlier take in the same stream epoch.
};

/// What the clocks of the interface do.
enum class Clocks { Shared, Apart };

/// Amp, setting, latency, AC coupling and noise level (-105 to -80 dBFS rms) drawn from `seed`.
/// Apart: the input clock is off by up to 20 ppm, else by so little that nothing is resampled.
[[nodiscard]] ContinuityScene continuity_scene(const signals::Stimulus& stimulus, Clocks clocks,
                                               std::uint64_t seed);

/// Where a slip report says the break is, in samples of the recording.
struct SaidBreak {
  std::int64_t from{0};
  std::int64_t to{0};
  double jump{0.0};
};

struct Judged {
  rig::Verdict verdict;
  /// From the first slip said of that channel; none: no slip was said.
  std::optional<SaidBreak> loopback;
  std::optional<SaidBreak> amp;
};

/// The product's own path from a recording to a verdict: align_take(), judge().
[[nodiscard]] Judged judged(const ContinuityScene& scene, const rig::Recording& recording);
/// The same for a fresh draw of the scene's noise.
[[nodiscard]] Judged judged_noisy(const ContinuityScene& scene, rig::Recording recording,
                                  std::uint64_t seed);

/// First position in the recording at which any of the stimulus sounds, and the one after the last.
struct SoundingSpan {
  std::int64_t from{0};
  std::int64_t to{0};
};
[[nodiscard]] SoundingSpan sounding_span(const ContinuityScene& scene);
/// The stimulus is silent where this was played.
[[nodiscard]] bool silent_at(const ContinuityScene& scene, std::int64_t at);

}  // namespace ampsweep::test
