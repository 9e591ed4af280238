// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rig/verify/sound_pair.hpp"
#include "rig/verify/verify_dataset.hpp"
#include "rig/verify/verify_pair.hpp"

namespace ampsweep::rig {

/// One pair of a set. Pairs that a list names twice (training and validation cuts of the same two
/// files) are measured once and stand here once.
struct PairTake {
  SoundPair pair;
  std::vector<std::string> splits;  ///< Every different one that the list gives it.
  PairReport report;
  bool measured{false};
  bool remembered{false};  ///< From the state file: measured by an earlier run.
};

/// One knob of the labels.
struct LabelCoverage {
  std::string knob;
  std::vector<double> values;  ///< Different ones, ascending.
  double largest_gap{0.0};     ///< Between neighbours, as a share of their whole span.
  double gap_from{0.0};
  double gap_to{0.0};
};

/// The set as a whole, from the pairs that were measured.
struct PairSetFigures {
  int measured{0};
  std::optional<double> delay_samples;         ///< Median of the best guesses.
  std::optional<double> delay_spread_samples;  ///< Largest less smallest.
  std::optional<double> common_from_samples;   ///< One delay that lies in every interval, if there
  std::optional<double> common_to_samples;     ///< is one.
  std::optional<double>
      delay_trend_samples;  ///< Over the files in order, first to last (line fit).
  std::optional<double> worst_drift_samples;  ///< Largest |drift| over a take.
  std::vector<LabelCoverage> knobs;
  int settings{0};  ///< Different ones among the labels.
};

/// What `ampsweep verify DIR` found in a folder of pairs.
struct PairSetReport {
  std::filesystem::path dir;
  std::string how;
  bool cut_in_time{false};      ///< As the list says.
  std::vector<PairTake> takes;  ///< In the list's order.
  PairSetFigures figures;
  std::vector<FileFault> faults;  ///< Of the set.
  std::vector<std::string> notes;
  bool stopped{false};
  /// Faults of the set first, then of the pairs, in order.
  [[nodiscard]] std::vector<FileFault> all_faults() const;
  [[nodiscard]] bool ok() const { return !stopped && !takes.empty() && all_faults().empty(); }
};

struct PairSetOptions {
  VerifyOptions run;                 ///< Threads, progress, stop.
  std::filesystem::path state_file;  ///< Empty: nothing is remembered.
};

/// Measures every pair of a list and the set. A pair whose files cannot be read is a fault of that
/// pair. Stopped: what was measured is there, the rest is not.
///
/// Writes: the state file, nothing else. Promise: the same report whatever the number of threads.
/// Cost:   as verify_pair() for each, on as many threads as there are; memory of one pair a thread.
/// Thread: control.
[[nodiscard]] PairSetReport verify_pairs(const PairList& list, const PairSetOptions& options);

}  // namespace ampsweep::rig
