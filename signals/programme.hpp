// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// Sound with the recipe that made it. Its `first` is the position of samples[0] in the source.
struct Audio {
  std::vector<float> samples{};
  SegmentRecipe recipe{};  ///< GuitarSpec or FileAudioSpec.
};

/// What a take's stimulus is made of. Lengths inside `marker` and `sweep` are samples at `rate`
/// (see at_rate() in signals/scaling.hpp); times here are seconds.
struct ProgrammeSpec {
  SampleRate rate{48000};
  Audio training{};
  Audio validation{};
  ChirpSpec marker{};
  std::optional<SweepSpec> sweep{SweepSpec{}};  ///< None: no sweep, no harmonics in the report.
  Seconds lead{1.0};            ///< Exact zeros at the start: the noise floor is measured here.
  Seconds gap{0.5};             ///< Exact zeros between any two sounds; at least kCutSilence.
  Seconds sweep_decay{0.6};     ///< Exact zeros after the sweep, for its tail and the reverb's.
  Seconds longest_piece{15.0};  ///< Training audio is cut at quiet places into no longer pieces.
  Seconds cut_fade{0.005};      ///< Raised cosine at both ends of every piece of audio.
};

/// Trainers want x exactly zero for this long before a place they cut at (training-formats.md 1.3).
inline constexpr Seconds kCutSilence{0.4};

/// Why no stimulus can be made of this spec, in one sentence for a person; empty when it can. For
/// the caller of build_programme, who knows which file or line to name with it.
[[nodiscard]] std::string objection(const ProgrammeSpec& spec);

/// The whole stimulus.
///
///   lead    marker gap sweep  decay  validation gap  training  gap marker gap  training  ...
///   |_______|~~~~~|___|/////////|_____|#########|___|=========|___|~~~~~|___|=========|__ ...
///
///   ...  training  gap validation gap  marker gap
///   ...  =========|___|#########|___|~~~~~|___|
///
/// Promises (tests/signals/programme_test.cpp, at 44.1, 48, 88.2 and 96 kHz):
/// - segments are in order, touch each other and cover the stimulus; `_` is role Silence;
/// - every gap holds exact 0.0F, at least kCutSilence of it before each sweep, training and
///   validation segment;
/// - all markers are the same samples, and so are the two validation passes;
/// - training pieces follow one another in the source without loss or overlap; each recipe's
///   `first` says where its piece begins there; no piece is longer than longest_piece;
/// - samples keep their value: nothing is scaled; only the ends of pieces are faded;
/// - the same spec gives the same bits.
///
/// Needs: no objection() to the spec.
/// Cost:  O(length); allocates about twice the stimulus.
[[nodiscard]] Stimulus build_programme(const ProgrammeSpec& spec);

/// The built-in programme's wishes; the defaults are those of a plan without a [stimulus] table.
struct BuiltInProgramme {
  SampleRate rate{48000};
  Seconds training{30.0};
  Seconds validation{8.0};
  Seconds sweep{8.0};  ///< 0: no sweep.
  DbFsPeak audio_level{-6.0};
  DbFsPeak sweep_level{-12.0};
  DbFsPeak marker_level{-20.0};
  std::uint64_t seed{1};
};

/// Spec with guitar-like audio made here: training and validation are two different performances.
/// Wishes that cannot be are left to objection(): audio of no length becomes empty audio.
///
/// Needs: rate > 0; times that are numbers.
[[nodiscard]] ProgrammeSpec default_programme(const BuiltInProgramme& wish);

/// The same around the caller's audio: marker and sweep of `wish` at its rate; wish.training,
/// validation, audio_level and seed are not used.
[[nodiscard]] ProgrammeSpec programme_around(Audio training, Audio validation,
                                             const BuiltInProgramme& wish);

}  // namespace ampsweep::signals
