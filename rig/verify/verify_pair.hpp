// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rig/model/fault.hpp"
#include "rig/verify/verify_report.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// One file of a pair.
struct PairFile {
  std::string file;
  SampleRate rate{0};
  int channels{0};
  SampleCount frames{0};
  std::string encoding;
  double peak_dbfs{-400.0};
  int clipped_runs{0};
  bool clipped{false};
};

/// Where the response from X to Y begins, from its impulse response: no marker, no loopback.
struct FirstArrival {
  double samples{0.0};       ///< Its first strong crest (within 6 dB of the largest).
  double from_samples{0.0};  ///< Where it comes within 20 dB of the largest: it may begin here ...
  double to_samples{0.0};    ///< ... and has certainly begun at its largest crest.
};

/// Two files somebody else made: what was played (X) and what came back (Y).
struct PairReport {
  PairFile x;
  PairFile y;
  std::optional<FirstArrival> first_arrival;
  std::optional<double> delay_samples;  ///< Phase slope; the device's own included.
  double delay_sigma_samples{0.0};
  int polarity{0};                  ///< 1, -1; 0 = unsure.
  std::optional<double> drift_ppm;  ///< From 5 s near the start and 5 s near the end.
  double drift_sigma_ppm{0.0};
  std::vector<FileFault> faults;
  std::vector<std::string> notes;
  [[nodiscard]] bool ok() const { return faults.empty(); }
};

/// Verifies a foreign pair: rates, lengths, clipping, polarity, delay, drift. Without a loopback
/// the device's own delay cannot be told from a misalignment: the report says so and gives an
/// interval.
///
/// Accuracy: guitar through a saturator, 7 samples late, reads a first arrival of 7 +- 1 sample; two
///           clocks 50 ppm apart read 50.0 +- 0.1 ppm over 40 s; tests/rig/verify/verify_pair_test.cpp.
/// Refuses:  SetupError{Data} when a file cannot be read at all.
/// Cost:     a few FFTs of 5 s of audio.
[[nodiscard]] PairReport verify_pair(const std::filesystem::path& x,
                                     const std::filesystem::path& y);

}  // namespace ampsweep::rig
