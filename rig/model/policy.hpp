// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rig/model/fault.hpp"

namespace ampsweep::rig {

/// What a session does about a take that was refused.
///   Retry    again at once
///   Requeue  again when all other takes have had their turn
///   Skip     no further attempt
///   Pause    asks the person at the amp; parks when there is none
///   Stop     parks
/// Retry and Requeue until `retries` are used up, then Skip.
enum class Reaction { Retry, Requeue, Skip, Pause, Stop };
inline constexpr std::array kReactions{Reaction::Retry, Reaction::Requeue, Reaction::Skip,
                                       Reaction::Pause, Reaction::Stop};
[[nodiscard]] const char* to_string(Reaction reaction);
[[nodiscard]] std::optional<Reaction> reaction_named(std::string_view name);

/// The faults whose reaction is the plan's to choose. All others are not: what says that load, disk
/// or stream are gone, what a person decided, and labels that would be wrong.
inline constexpr std::array kChoosableFaults{
    FaultCode::Xrun,       FaultCode::FramesMissing,   FaultCode::Clipped,
    FaultCode::Silent,     FaultCode::LoopbackMissing, FaultCode::LoopbackLevel,
    FaultCode::DelayMoved, FaultCode::DriftTooHigh,    FaultCode::Slip,
    FaultCode::Dropout,    FaultCode::DcOffset,        FaultCode::NoiseHigh,
    FaultCode::HumHigh,    FaultCode::KnobNotReached,  FaultCode::ReplicateDiffers,
    FaultCode::PolarityInverted};

/// Before the first take: until gain and distortion at the reference setting stand still.
struct WarmUpPolicy {
  enum class Then { GoOn, Pause, Stop };
  std::optional<bool> wait{};  ///< Unset: behind a sound card yes, on the simulated bench no.
  double at_most_min{30.0};
  double gain_db_per_min{0.02};
  double thd_db_per_min{0.1};
  Then then{Then::GoOn};  ///< When it was not steady by then.
  bool operator==(const WarmUpPolicy&) const = default;
};

/// Limits a take is judged by, and what happens when it fails.
struct Policy {
  int retries{2};
  double max_delay_deviation_samples{-1.0};  ///< -1: 0.25 on hardware, 0.05 on the simulated bench.
  double max_replicate_esr{0.01};
  double max_loopback_level_error_db{0.05};
  double max_dc{0.01};
  double max_noise_dbfs_rms{-40.0};
  double headroom_samples{4.0};  ///< Causality head-room of the cut.
  bool stop_on_failure{false};
  /// Listens to every setting before its take: waits until the sound has settled, and hears whether
  /// the knobs stand where their labels say.
  bool hear_knobs{false};
  double settle_timeout_s{6.0};
  std::vector<std::string> unheard_knobs{};  ///< That may do nothing to the sound.

  double max_hum_dbfs_rms{-46.0};
  /// Replicate ESR over what the noise alone predicts; not asked where it is below 1e-3.
  double max_replicate_excess_db{20.0};
  /// Between two reference takes, of the level and of the noise: beyond either the amp moved, and
  /// what lies between them is taken again, each take up to `block_retakes` times.
  double max_block_change_db{0.2};
  double max_noise_rise_db{6.0};
  int block_retakes{1};
  bool retake_odd{true};  ///< Once, what does not sound as its neighbours in knob space say.
  /// Runs of one code below full scale, as a stage that clips ahead of the converter leaves them.
  /// A digital amp may really sound so: a warning where this is not set.
  bool refuse_flat_tops{false};
  std::map<FaultCode, Reaction> on{};  ///< Of kChoosableFaults; reaction_to() has the others.
  WarmUpPolicy warm_up{};
};

/// What the plan says; else Retry, but Pause for a polarity: no further try turns a cable around.
[[nodiscard]] Reaction reaction_to(const Policy& policy, FaultCode code);

}  // namespace ampsweep::rig
