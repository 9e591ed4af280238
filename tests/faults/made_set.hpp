// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/take_print.hpp"
#include "tests/faults/made_take.hpp"

namespace ampsweep::faults {

/// A dataset: one stimulus at settings of a Latin hypercube.
struct SetSpec {
  std::uint64_t seed{1};
  std::size_t takes{40};
  double seconds{3.0};
  double noise_dbfs_rms{-85.0};
  double drift_db{0.05};  ///< Gain of each take, one sigma.
};

struct MadeSet {
  std::vector<MadeTake> takes;
  std::vector<std::vector<double>> settings;  ///< As labelled.
  std::vector<std::vector<double>> sounds;    ///< Not yet stored.
  std::vector<analysis::TakePrint> prints;
};

[[nodiscard]] analysis::TakePrint printed(std::span<const float> sound);
[[nodiscard]] MadeSet made_set(const SetSpec& spec);
/// Take `i` played again with its knobs at `knobs`, printed; its label stays.
[[nodiscard]] analysis::TakePrint played_at(const MadeSet& set, std::size_t i,
                                            const std::vector<double>& knobs);

}  // namespace ampsweep::faults
