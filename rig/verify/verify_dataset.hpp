// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "rig/verify/verify_report.hpp"

namespace ampsweep::rig {

struct VerifyProgress {
  int done{0};
  int total{0};
  std::string file;  ///< The take just finished.
};

struct VerifyOptions {
  int threads{0};  ///< 0: as many as the machine has processors.
  /// Called after every take, by whichever thread measured it, never by two at once.
  std::function<void(const VerifyProgress&)> progress;
  std::stop_token stop;  ///< Looked at between takes.
};

/// Re-measures a dataset from its files alone: hashes, formats, labels against the ledger, every
/// raw recording aligned and judged again, every take compared with its raw recording sample by
/// sample, then the set as a whole. What each check measures and its gates: docs/verify.md.
///
/// Writes nothing. The folder is not trusted: names that lead out of it, links, pipes, broken CSV,
/// JSON and audio become faults.
///
/// Accuracy: a take shifted by 1 or 0.2 sample reads 1.000 or 0.200 +- 0.001 sample, whatever the
///           hashes say; tests/rig/verify/planted_sound_faults_test.cpp.
/// Promise:  the same report whatever the number of threads;
/// tests/rig/verify/verify_dataset_test.cpp. Refuses:  throws what open_dataset throws:
/// SetupError{Data} when there is no readable dataset. Cost:     memory of one take (raw and cut,
/// in double) per thread; about 1/50 of real time. Thread:   control.
[[nodiscard]] VerifyReport verify_dataset(const std::filesystem::path& dir,
                                          const VerifyOptions& options = {});

}  // namespace ampsweep::rig
