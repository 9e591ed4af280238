// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "signals/phrase.hpp"

namespace ampsweep::signals {

/// The notes of a performance in time order: rounds of ten phrases in random order, every kind once
/// and three runs, which go once over the neck. One round lasts `length`, but between 8 and 30 s; a
/// longer performance goes on with further rounds. Each phrase ends with a rest of 8 to 20 % of its
/// time.
///
/// Does not depend on a sample rate. Needs: length > 0.
/// Accuracy: every kind and every cell of the neck within any performance of 8 s or more;
///           tests/signals/performance_test.cpp.
[[nodiscard]] std::vector<Note> performance(Seconds length, std::uint64_t seed);

}  // namespace ampsweep::signals
