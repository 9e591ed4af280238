// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rig/model/fault.hpp"
#include "rig/model/plan.hpp"
#include "rig/model/take.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// A fault and the file it was found in.
struct FileFault {
  std::string file;  ///< Relative to the dataset folder, '/' between parts.
  Fault fault;
};

/// One cut (takes/NNNNN.wav or takes-<output>/NNNNN.wav) against the same stretch of its raw
/// recording. Empty optional: could not be measured (silence, a file that cannot be read).
struct CutReading {
  std::optional<double> delay_samples;  ///< The cut stands later than declared by this.
  double delay_sigma_samples{0.0};
  int polarity{0};                    ///< Against the raw recording: 1, -1; 0 = unsure.
  std::optional<double> gain_db;      ///< The cut over its raw recording.
  std::optional<double> residual_db;  ///< Worst 10 ms: what is left after that, over the cut.
};

/// One accepted take, re-measured from its files.
struct TakeCheck {
  int id{0};
  std::string file;  ///< takes/NNNNN.wav
  std::string raw_file;
  std::string setting;  ///< "gain=5 treble=7.5"
  Split split{Split::Train};
  Purpose purpose{Purpose::Design};
  int epoch{1};
  CutReading cut;
  std::optional<double> raw_delay_samples;       ///< Of the amp path, from the raw recording.
  std::optional<double> declared_delay_samples;  ///< The same as the ledger has it.
  bool clipped{false};                           ///< Take or raw recording, either polarity.
  TakeMeasurements measured;   ///< Timing from raw; noise, DC, ESR, early energy from the take.
  bool sound_measured{false};  ///< `measured` holds the take's sound.
  std::vector<Gate> gates;
  std::vector<FileFault> faults;
  std::vector<FileFault> warnings;  ///< Flags that do not refuse.
};

/// Delays of one stream epoch, from the raw recordings.
struct EpochCheck {
  int number{0};
  int takes{0};                 ///< With a measured delay.
  double delay_samples{0.0};    ///< Median.
  double spread_samples{0.0};   ///< Largest less smallest.
  double worst_drift_ppm{0.0};  ///< Largest |drift|.
};

/// What `ampsweep verify DIR` found.
struct VerifyReport {
  std::filesystem::path dir;
  std::string uuid;
  SampleRate rate{0};
  SampleCount length{0};  ///< Of input.wav and of every take.
  TimeSource time_source{TimeSource::Loopback};
  double headroom_samples{0.0};
  int planned{0};                ///< Takes in the plan.
  int accepted{0};               ///< Takes in the ledger.
  int lost_rows{0};              ///< Rows of the ledger that cannot be trusted.
  bool in_use{false};            ///< A session was writing while it was read.
  bool stopped{false};           ///< Verification itself was stopped; says nothing about the rest.
  std::vector<TakeCheck> takes;  ///< In plan order.
  std::vector<EpochCheck> epochs;
  std::vector<FileFault> faults;   ///< Of the set and of files that are no take's.
  std::vector<std::string> notes;  ///< For a person; nothing wrong.

  /// Every planned take is there. An interrupted session is incomplete, not faulty.
  [[nodiscard]] bool complete() const { return accepted == planned && lost_rows == 0 && !in_use; }
  /// No fault anywhere and not stopped.
  [[nodiscard]] bool ok() const;
  /// Faults of the set first, then of the takes, in order.
  [[nodiscard]] std::vector<FileFault> all_faults() const;
};

}  // namespace ampsweep::rig
