// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "rig/model/result.hpp"
#include "rig/model/rig.hpp"
#include "rig/ports/audio_port.hpp"
#include "rig/ports/clock.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// A quiet chirp played before anything loud, and what the tap gave back.
struct TapReading {
  double chirp_peak{0.0};        ///< Of the chirp as a stimulus, before the send gain.
  double noise_peak{0.0};        ///< Largest |sample| of the tap before the chirp arrived.
  double signal_peak{0.0};       ///< Largest |sample| of the tap while it sounded.
  std::vector<double> response;  ///< Small-signal impulse response, stimulus sample -> tap sample.
  /// The same without what lies under the chirp's range: there a distorting amp's own rumble,
  /// divided by a chirp that hardly sounds, looks like gain. Right for a lower bound, which must
  /// not promise too much, as the whole response is for an upper bound.
  std::vector<double> sure_response;
  double response_above_noise_db{0.0};  ///< Its peak over the noise of its empty stretches.
  std::vector<float> recorded;          ///< The tap, lead included.
  [[nodiscard]] double above_noise_db() const;
};

/// What a session listens with.
struct Listener {
  AudioPort& port;
  Clock& clock;
  const Rig& rig;
  int sound{0};  ///< Number of this sound; the simulated bench draws its noise from it.
};

/// Plays a 0.25 s chirp whose level AT THE OUTPUT is `level` and reads the tap (first input).
/// Faults: what play_take gives.
[[nodiscard]] Result<TapReading> listen(const Listener& listener, DbFsPeak level,
                                        const Setting& setting, const std::stop_token& stop);

/// Load probe: from -60 dBFS peak in 5 dB steps until the tap stands 20 dB above its noise, never
/// above -40 dBFS. Faults: TapLow when it never does.
[[nodiscard]] Result<TapReading> probe_load(const Listener& listener, const Setting& setting,
                                            const std::stop_token& stop);

/// True when the chirp was heard at all: far more sensitive than levels, because the response
/// gathers the whole chirp in one place. An amp that does not answer it gets nothing louder.
[[nodiscard]] bool amp_answers(const TapReading& reading);

/// Level at the output of the chirp that precedes every take.
inline constexpr DbFsPeak kListenLevel{-40.0};

/// What the tap may do while `stimulus` is played at the setting that `reading` was taken at.
///
/// Amps compress: above the chirp's level the tap rises by at most as much as the stimulus, and
/// does not fall below what the chirp gave. So per block, with p = envelope of stimulus * response
/// and q the same with the sure response:
///   high = margin * max(p, chirp peak) + noise,   low = min(q, chirp peak) / (2 margin).
/// Guarded from below are only blocks where low clears the noise, q comes within 20 dB of the chirp
/// at the tap, and the stimulus itself, later by the first arrival, is as loud as the chirp was: a
/// response rings before and after what it answers, and beside a loud note that looks like sound.
/// Smeared by one block to both sides, so that a fraction of a block does not matter.
[[nodiscard]] TapCorridor predict_tap(const TapReading& reading, const signals::Stimulus& stimulus,
                                      SampleCount frames, Decibels margin);

}  // namespace ampsweep::rig
