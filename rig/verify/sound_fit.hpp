// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "rig/verify/verify_pairs.hpp"

namespace ampsweep::rig {

/// Faults that only the sounds of a set together show; asked of targets that answer one sound,
/// because answers to different sounds cannot be compared:
///
/// - one recording under two names, also scaled, shifted or upside down: `take_mismatch`, a note
///   where labels and split are one (the very same samples are add_same_sound()'s to tell);
/// - every take scaled to one peak or one loudness: `normalised`;
/// - takes that do not sound as their neighbours in knob space say, and pairs that were swapped:
///   `spectrum_odd`; asked of up to 1,000 takes.
///
/// What each can and cannot see: docs/measurement/dataset-faults.md.
void add_sound_checks(PairSetReport& report, const std::stop_token& stop = {});

}  // namespace ampsweep::rig
