// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "rig/capture/listen.hpp"
#include "rig/dataset/dataset.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

/// Level of the quiet chirp's response in six octaves from 176 Hz up, dB; those that reach beyond a
/// third of the rate are left out. Empty: it does not stand so far above its noise.
[[nodiscard]] std::vector<double> tap_bands(const TapReading& reading, SampleRate rate,
                                            double clear_db);
/// What is kept with an attempt stands 36 dB above its noise; 30 will do to be compared with it.
inline constexpr double kKeptClearDb = 36.0;
inline constexpr double kHeardClearDb = 30.0;

/// Largest difference, dB, of the bands within 20 dB of the strongest in `known`; 100 when nothing
/// is heard, empty when nothing is known or the two are not of one kind.
[[nodiscard]] std::optional<double> tap_difference_db(const std::vector<double>& known,
                                                      const std::vector<double>& heard);

/// A setting at which the quiet chirp was heard before an accepted take.
struct HeardPlace {
  int take{0};
  Setting setting;
  std::vector<double> tap_db;
};

/// Kind of the event by which a person takes the amp as it is: earlier takes prove nothing more.
inline constexpr const char* kAmpTakenAsItIs = "amp_as_it_is";

/// Within this, dB, in each band an amp sounds alike; from twice that on it sounds unlike.
inline constexpr double kAlikeDb = 1.0;

/// Of the newest 16 accepted takes, the newest first. Empty: nothing was heard yet, or a knob is
/// turned by hand, which stays where it is and would cost a person turns.
[[nodiscard]] std::vector<HeardPlace> heard_places(const Dataset& dataset);
/// Where to go to prove the amp, of heard_places(): the newest, and the one that sounds most unlike
/// it, when there is one.
[[nodiscard]] std::vector<HeardPlace> places_to_prove(const Dataset& dataset);
/// Whether two of them are: an amp that stands still does not sound right at both.
[[nodiscard]] bool are_unlike(const std::vector<HeardPlace>& places);

/// After a break - a stream or a knob's port was lost, a session is resumed - the amp may have
/// started anew: a program shows its ports seconds before it loads its preset and hears MIDI. So
/// the knobs are taken to places_to_prove(), and the quiet chirp must sound there as it did, within
/// 1 dB in each band: less is drift, for reference takes to judge. Where it does not it is heard
/// again twice, a second apart, for an amp that takes its time; then all knobs are told anew, five
/// times in all. A second place that no longer can be reached is left out.
///
/// Time:   two moves and 1.5 s; some 30 s when it fails. Moves the knobs.
/// Faults: AmpNotSteady, saying where and by how much; those of moving and listening.
/// Returns at how many places it was proven.
[[nodiscard]] Result<int> prove_amp(Bench& bench, const Rig& rig,
                                    const std::vector<HeardPlace>& places,
                                    const std::stop_token& stop);

/// Where the amp sounds as it did, and where not, each told anew. What cannot be reached is in
/// neither.
struct HeardAgain {
  std::vector<HeardPlace> hold;
  std::vector<HeardPlace> odd;
};
/// After prove_amp() failed: is it the amp that changed, or was it heard with a knob elsewhere?
/// Time: a move and 1.5 s a place, some 4 s where it is odd. Faults: of moving and listening.
[[nodiscard]] Result<HeardAgain> hear_places(Bench& bench, const Rig& rig,
                                             const std::vector<HeardPlace>& places,
                                             const std::stop_token& stop);

}  // namespace ampsweep::rig
