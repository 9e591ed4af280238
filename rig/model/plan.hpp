// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rig/model/knob.hpp"
#include "rig/model/knob_motion.hpp"
#include "rig/model/policy.hpp"
#include "signals/measurement_programme.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// Motion: a knob moves while the take plays. Such takes belong to none of the others: no design,
/// no coverage and no hold-out counts them.
enum class Split { Train, Validation, Test, Reference, Motion };

/// Why a setting is in the plan.
enum class Purpose { Design, Corner, Centre, Defaults, OneAtATime, Listed, Holdout, Reference };

/// One entry of the plan; its position in Plan::takes is its take id.
struct PlannedTake {
  int id{0};
  Setting setting;  ///< A value for every knob of the rig.
  Split split{Split::Train};
  Purpose purpose{Purpose::Design};
  int block{0};  ///< 0-based.
  /// Of Split::Motion, and of it alone; `setting` has the knob where the movement starts.
  std::optional<KnobMotion> motion{};
};

/// What is played; built by rig/dataset (user audio) or signals (built in).
struct StimulusSpec {
  std::string audio_file;            ///< User's DI; empty = built-in guitar.
  std::string channel_rule{"left"};  ///< Of a stereo DI: "left", "right", "mix".
  std::string validation_file;       ///< Optional; else the end of the DI is held out.
  double training_s{30.0};
  double validation_s{8.0};
  double sweep_s{8.0};
  DbFsPeak peak{-6.0};  ///< Of the training audio.
  DbFsPeak sweep_level{-12.0};
  DbFsPeak marker_level{-20.0};
  std::uint64_t seed{1};
  /// A measurement in the place of guitar: sweep_level is the level of all its sounds, and the
  /// lengths above are not used.
  std::optional<signals::Suite> suite;
};

struct Plan {
  std::string name;
  std::string file;      ///< Path it was read from.
  std::string rig_file;  ///< Resolved path.
  std::string hash;      ///< SHA-256 of its meaning: what resume compares.
  std::uint64_t seed{1};
  StimulusSpec stimulus;
  Policy policy;
  Setting reference;               ///< Reference setting.
  std::vector<PlannedTake> takes;  ///< In visiting order.
  double max_correlation{0.0};     ///< Reached: max |corr(time, knob)| over knobs.
  /// Centred L2 discrepancy of the training settings where a role-aware design is even: each knob's
  /// range unwarped. Of other designs: none.
  std::optional<double> warped_discrepancy;
  std::vector<std::string> notes;  ///< What planning did that the file does not say, a line each.
};

/// Every split, in the order of the enumeration.
inline constexpr std::array kSplits{Split::Train, Split::Validation, Split::Test, Split::Reference,
                                    Split::Motion};

/// Where a take with a moving knob is listened to besides its start, before it sounds: with the
/// knob at its lowest and at its highest. Empty for a take that stands still.
[[nodiscard]] std::vector<Setting> reach_of(const PlannedTake& take);
/// Where the knobs stand when it has been played.
[[nodiscard]] Setting end_of(const PlannedTake& take);

/// What `take` is played at: "gain=2 treble=5", with "; gain moves 2 to 8" of a motion.
[[nodiscard]] std::string describe_take(const std::vector<Knob>& knobs, const PlannedTake& take);

[[nodiscard]] const char* to_string(Split split);
[[nodiscard]] const char* to_string(Purpose purpose);
[[nodiscard]] const char* to_string(signals::Suite suite);
[[nodiscard]] std::optional<signals::Suite> suite_named(const std::string& name);
[[nodiscard]] std::optional<Split> split_named(const std::string& name);
[[nodiscard]] std::optional<Purpose> purpose_named(const std::string& name);

}  // namespace ampsweep::rig
