// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>

#include "rig/capture/listen.hpp"
#include "rig/model/knob_print.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

/// Listens to the setting that the knobs stand at: waits until its sound has settled, then takes
/// its fingerprint.
///
/// Settled: quiet chirps (kListenLevel, 0.75 s each) until two in a row agree: no feature apart by
/// more than kSettledDb beyond 4 sigma of its noise. One chirp is enough where nothing moved.
/// Print:   the features of the last quiet chirp, then of chirps at kLoudLevels (1 s), played only
///          behind an amp that answers and under the corridor that the quiet one predicts; never
///          above the rig's ceiling.
/// Cost:    2.5 s a setting, 1.75 s where nothing moved; a rig that settles slowly 0.75 s a try.
/// Thread:  control.
class KnobEar {
 public:
  struct Heard {
    TapReading tap;                  ///< Of the last quiet chirp: what predict_tap() wants.
    std::optional<KnobPrint> print;  ///< Empty where the amp does not answer.
  };

  /// Both outlive this.
  KnobEar(Bench& bench, const Rig& rig, Seconds timeout)
      : bench_(bench), rig_(rig), timeout_(timeout) {}

  /// `moved`: since the last call. Faults: what play_take gives.
  [[nodiscard]] Result<Heard> hear(const Setting& setting, bool moved, const std::stop_token& stop);

  /// A new stream: latency is found anew.
  void forget_latency() { arrival_.reset(); }

 private:
  [[nodiscard]] Result<TapReading> quiet(const Setting& setting, const std::stop_token& stop);
  [[nodiscard]] Result<void> add_loud(const Setting& setting, const TapReading& tap,
                                      KnobPrint& print, const std::stop_token& stop);

  Bench& bench_;
  const Rig& rig_;
  Seconds timeout_;
  std::optional<SampleCount> arrival_;  ///< Of this stream; every print is read at the same.
  int sounds_{0};
};

inline constexpr double kSettledDb = 0.1;
inline constexpr DbFsPeak kLoudLevels[] = {DbFsPeak{-28.0}, DbFsPeak{-16.0}};

/// Frames that the longest sound of a KnobEar needs.
[[nodiscard]] SampleCount knob_ear_frames(SampleRate rate);

}  // namespace ampsweep::rig
