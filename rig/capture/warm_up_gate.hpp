// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/warm_up.hpp"
#include "rig/capture/duty.hpp"
#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "rig/ports/bench.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// Whether a session waits at all: as the plan says, else behind an amp that has power.
[[nodiscard]] bool waits_for_warmth(const Rig& rig, const WarmUpPolicy& policy);

/// How the wait ended.
struct WarmUpEnd {
  bool steady{false};
  Seconds took{0.0};
  std::vector<analysis::ReferenceReading> readings;
  std::optional<analysis::WarmUp> last;  ///< Of the window that decided, or of the longest.
  std::string unreadable{};              ///< Why nothing could be read; empty otherwise.
};
/// "gain moved -0.412 dB in 6.3 min, now 0.004 dB a minute: steady".
[[nodiscard]] std::string to_string(const WarmUpEnd& end);

/// Waits until the amp's gain and distortion at the reference setting stand still.
///
/// Every few seconds: a quiet chirp, then 1.6 s of 1 kHz at the plan's sweep level under the
/// corridor that the chirp predicts. Gain is that of the fundamental, against the loopback's where
/// there is one; THD_F of ten orders. Steady: analysis::warm_up() says so of the last 30, 60, 120
/// or 180 s - a quiet amp is known to be steady sooner.
///
/// Accuracy: ends within 30 s of where an exponential warm-up's slope falls below the limit;
///           tests/rig/capture/warm_up_gate_test.cpp.
/// Cost:     8 s a reading, or as long as the load has to rest; four at least.
/// Thread:   control.
class WarmUpGate {
 public:
  /// Told after every reading.
  using Progress = std::function<void(const analysis::ReferenceReading&)>;

  /// All outlive this. Its tones are played, and rested off, as `duty` says.
  WarmUpGate(Bench& bench, const Rig& rig, const Plan& plan, DutyBudget& duty);

  /// Moves the knobs. Faults: those of moving, listening and playing; Stopped.
  [[nodiscard]] Result<WarmUpEnd> wait(const Progress& progress, const std::stop_token& stop);

 private:
  struct Tone {
    double gain_db{0.0};
    double thd_db{0.0};  ///< NaN below its limit.
  };
  [[nodiscard]] Result<std::optional<Tone>> read(const std::stop_token& stop, std::string& why);
  [[nodiscard]] bool steady(WarmUpEnd& end) const;

  Bench& bench_;
  const Rig& rig_;
  const Plan& plan_;
  DutyBudget& duty_;
  signals::Stimulus sound_;
  int sounds_{0};
};

/// Frames that its sound needs.
[[nodiscard]] SampleCount warm_up_frames(SampleRate rate);

}  // namespace ampsweep::rig
