// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/model/fault.hpp"
#include "rig/verify/nam_threshold.hpp"
#include "rig/verify/pair_markers.hpp"
#include "rig/verify/sound_scan.hpp"
#include "rig/verify/verify_report.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// Where the path from X to Y begins: no marker, no loopback.
struct FirstArrival {
  double samples{0.0};       ///< Best guess (analysis::ExcessDelay).
  double from_samples{0.0};  ///< The delay of the path lies between these two ...
  double to_samples{0.0};    ///< ... in 95 of 100 cases (docs/verify.md).
};

/// A place in Y where samples were lost or repeated.
struct PairSlipFound {
  double from_s{0.0};  ///< The break lies between these places of X.
  double to_s{0.0};
  double jump_samples{0.0};  ///< > 0: inserted or repeated; < 0: lost.
  double jump_sigma_samples{0.0};
};

/// One point of the delay over time.
struct DelayPoint {
  double at_s{0.0};
  double delay_samples{0.0};
};

/// Two files somebody else made: what was played (X) and what came back (Y).
struct PairReport {
  PairFile x;
  PairFile y;
  std::optional<FirstArrival> first_arrival;
  std::optional<double> delay_samples;  ///< Phase slope; the device's own included.
  double delay_sigma_samples{0.0};
  int polarity{0};                  ///< 1, -1; 0 = unsure.
  std::optional<double> drift_ppm;  ///< Empty: the sound does not tell.
  double drift_sigma_ppm{0.0};
  std::vector<PairSlipFound> slips;
  std::vector<DelayPoint> track;  ///< At most 256 points.
  double scatter_samples{0.0};    ///< rms of the readings about their line.
  double coherence{0.0};          ///< 1: Y follows X linearly.
  std::vector<FileFault> faults;
  std::vector<std::string> notes;
  /// What NAM's own trainer would make of it, where X begins with impulses that stand alone.
  std::optional<NamThreshold> nam;
  std::optional<PairMarkers> markers;  ///< Impulses of X that stand alone, wherever they stand.
  bool stopped{false};
  [[nodiscard]] bool ok() const { return faults.empty() && !stopped; }
};

/// How a pair is read and called.
struct PairTerms {
  std::string x_name;  ///< As the report has them.
  std::string y_name;
  std::int64_t target_start{0};    ///< SoundPair::target_start.
  bool lengths_may_differ{false};  ///< SoundPair::lengths_may_differ.
  bool alignment_declared{false};  ///< PairList::alignment_declared: late is a fault, not a note.
  bool quick{false};               ///< Without the search for traces of lossy coding.
};

/// Verifies a foreign pair: rates, lengths, clipping, DC, silence, polarity, delay, drift, slips.
/// Without a loopback the device's own delay and a misalignment cannot be told apart: the report
/// says so and gives an interval. Places and delays are those of the sounds as the loader has them
/// (target_start taken off).
///
/// Accuracy: that of analysis::align_blind(); guitar through a saturator, 7 samples late, reads a
///           first arrival of 7 +- 1 sample; two clocks 50 ppm apart read 50.0 +- 0.1 ppm over 40
///           s; tests/rig/verify/verify_pair_test.cpp.
/// `scan`:   what scan_sound() says of x, where that is known already.
/// Refuses:  SetupError{Data} when a file cannot be read where it should.
/// Cost:     reads each file about seven times; memory does not grow with the files' length but for
///           some 200 bytes for 0.34 s.
/// Thread:   any, one pair each. `stop` is looked at in every second of sound.
[[nodiscard]] PairReport verify_pair(SoundReader& x, SoundReader& y, const PairTerms& terms,
                                     const std::optional<PairFile>& scan = {},
                                     const std::stop_token& stop = {});

/// Two files by their paths. Throws SetupError{Data} when one cannot be opened.
[[nodiscard]] PairReport verify_pair(const std::filesystem::path& x, const std::filesystem::path& y,
                                     const std::stop_token& stop = {}, bool quick = false);

}  // namespace ampsweep::rig
