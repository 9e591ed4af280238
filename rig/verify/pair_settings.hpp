// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/verify/verify_pairs.hpp"

namespace ampsweep::rig {

/// "gain=5 channel=lead"
[[nodiscard]] std::string setting_text(const SoundPair& pair);

/// Whether both are labelled, and alike: every knob within 1e-9 of its value, switches word by
/// word.
[[nodiscard]] bool same_setting(const SoundPair& a, const SoundPair& b);

/// One setting in two of the splits, where splits are settings: `label_mismatch`. Settings are one
/// where every knob agrees within 1e-6 of its span. How many settings there are, what values each
/// knob has, and the largest hole between them (analysis::setting_cover).
void add_setting_checks(PairSetReport& report);

/// The very same samples twice: `take_mismatch`, unless the labels are alike and the split is one
/// (a plugin that adds no noise): then a note. Not asked where all takes share their target.
void add_same_sound(PairSetReport& report);

/// Upside down against most of the set: `polarity_inverted`, unless a switch tells them apart (a
/// channel of the amp that inverts): then a note.
void add_odd_polarities(PairSetReport& report);

}  // namespace ampsweep::rig
