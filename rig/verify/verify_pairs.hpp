// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
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
  bool remembered{false};    ///< From the state file: measured by an earlier run.
  bool input_faulty{false};  ///< Its input has faults; they stand with the set's, once.
  [[nodiscard]] bool ok() const { return measured && !input_faulty && report.ok(); }
};

/// One knob of the labels.
struct LabelCoverage {
  std::string knob;
  std::vector<double> values;  ///< Different ones, ascending.
  double largest_gap{0.0};     ///< Between neighbours, as a share of their whole span.
  double gap_from{0.0};
  double gap_to{0.0};
};

/// The largest empty ball in the space of the knobs, each over its span in the set.
struct LabelHole {
  double radius{0.0};                                  ///< Over the root of the knobs; 0..1.
  double expected_radius{0.0};                         ///< Of as many settings drawn at random.
  std::vector<std::pair<std::string, double>> around;  ///< Knob and value, as labelled.
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
  std::optional<LabelHole> hole;
};

/// What `ampsweep verify DIR` found in a folder of pairs.
struct PairSetReport {
  std::filesystem::path dir;
  std::string how;
  bool cut_in_time{false};      ///< As the list says.
  bool targets_shared{false};   ///< As the list says.
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
  bool quick{false};                 ///< PairTerms::quick.
};

/// Measures every pair of a list and the set. A pair whose files cannot be read is a fault of that
/// pair. Stopped: what was measured is there, the rest is not.
///
/// Writes: the state file, nothing else. Promise: the same report whatever the number of threads.
/// Cost:   as verify_pair() for each, on as many threads as there are; memory of one pair a thread.
/// Thread: control.
[[nodiscard]] PairSetReport verify_pairs(const PairList& list, const PairSetOptions& options);

/// Notes of the set, then those of its pairs: what many of them have is said once, with how many
/// and the first few by name.
[[nodiscard]] std::vector<std::string> notes_of_set(const PairSetReport& report);

/// Two files as a set of one pair: its folder is the nearest that holds both, links resolved.
[[nodiscard]] PairSetReport set_of_pair(const std::filesystem::path& x,
                                        const std::filesystem::path& y, const PairReport& report);

}  // namespace ampsweep::rig
