// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig {

/// Rows of the ledger as JSON; every double comes back bit for bit
/// (tests/rig/dataset/json_test.cpp). Readers throw std::exception on anything missing or unknown.
[[nodiscard]] Json to_json(const Attempt& attempt);
[[nodiscard]] Attempt attempt_from(const Json& json);

/// Take id and attempt number are part of the row, so that it cannot stand for another one.
[[nodiscard]] Json to_json(const Attempt& attempt, const Outcome& outcome,
                           const std::vector<FurtherTake>& further);

struct OutcomeRow {
  int take{0};
  int number{1};
  Outcome outcome;
  std::vector<FurtherTake> further;
};
[[nodiscard]] OutcomeRow outcome_from(const Json& json);

[[nodiscard]] Json to_json(const TakeMeasurements& measured);
[[nodiscard]] Json to_json(const Verdict& verdict);
[[nodiscard]] const char* to_string(TimeSource source);

[[nodiscard]] Json to_json(const Epoch& epoch);
[[nodiscard]] Epoch epoch_from(const Json& json);
[[nodiscard]] Json to_json(const Event& event);
[[nodiscard]] Event event_from(const Json& json);

}  // namespace ampsweep::rig
