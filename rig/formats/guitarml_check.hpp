// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rig/formats/check_context.hpp"

namespace ampsweep::rig::formats {

/// One object of "Data Sets", as far as it could be read.
struct GuitarMlSet {
  std::string where;
  std::vector<double> parameters;
  bool silent{false};  ///< Its training target.
  /// What goes in and the training target; empty: they could not be read.
  std::pair<std::string, std::string> files{};
};

/// Reads and checks data.json by the rules of prep_wav.py -p: number of parameters, 0..1, files,
/// mono float32 (integers are read unscaled), one rate of `rates_hz`, equal lengths (nothing is
/// aligned), test files for all or none (the first entry decides). Source: training-formats.md 5.2
/// (GuitarML/Automated-GuitarAmpModelling prep_wav.py).
[[nodiscard]] std::vector<GuitarMlSet> check_data_sets(CheckContext& check,
                                                       const std::vector<int>& rates_hz);

/// The numbers of `key`, each checked against 0..1 and their count against `count`.
[[nodiscard]] std::vector<double> parameters_in(CheckContext& check, const std::string& where,
                                                const Json& json, const char* key,
                                                std::size_t count);

/// Entries with equal parameters contradict each other where their targets differ by an ESR of more
/// than 0.01, and are one take twice where their files are the same. Else they are replicates, and
/// the loader takes them. Finding: same_setting.
void check_distinct(CheckContext& check, const std::vector<GuitarMlSet>& sets);

}  // namespace ampsweep::rig::formats
