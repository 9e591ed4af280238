// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <optional>
#include <vector>

#include "analysis/multisine_place.hpp"
#include "analysis/refusal.hpp"

namespace ampsweep::analysis {

/// Is the recorded input the spec's sound? `exact`: multisine_lines() of the realization.
[[nodiscard]] std::optional<Refusal> wrong_input(const PlacedMultisine& placed,
                                                 const std::vector<PeriodLine>& lines,
                                                 const std::vector<std::complex<double>>& exact,
                                                 const signals::MultisineSpec& spec);

/// Every realization must repeat, answer as one smooth response to its own phases, and keep to the
/// band. Sets `settled`.
[[nodiscard]] std::optional<Refusal> not_this_multisine(PlacedMultisine& placed,
                                                        const signals::MultisineSpec& spec);

/// The place must be the given one, the clock that of the stimulus. Fills the delay left over and
/// the clock offset.
[[nodiscard]] std::optional<Refusal> not_in_time(PlacedMultisine& placed,
                                                 const signals::MultisineSpec& spec,
                                                 SampleRate rate);

}  // namespace ampsweep::analysis
