// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/ports/operator.hpp"

namespace ampsweep::rig {

/// One reading that is wanted of a meter.
struct MeterQuestion {
  std::string title;
  std::vector<std::string> beforehand;  ///< Readings given on the command line; empty: ask.
  std::size_t step{0};                  ///< Which of them.
  bool may_be_empty{false};             ///< Enter alone is an answer.
  std::string note{};                   ///< One more line for the person; may be empty.
};

/// A text that meter_reading() understands (or "" where that may be), from what was given
/// beforehand or from the person, who is asked again with the reason until it makes sense.
/// Nothing: stopped, withdrawn by `meanwhile`, or nobody can be asked.
///
/// Throws SetupError{Usage} for a reading given beforehand that is none or that is missing.
[[nodiscard]] std::optional<std::string> read_meter(Operator& person, const MeterQuestion& wanted,
                                                    const std::function<bool()>& meanwhile,
                                                    const std::stop_token& stop);

}  // namespace ampsweep::rig
