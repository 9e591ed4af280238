// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// A short sound by which a setting of the knobs is known again: the same chirp at one or more
/// levels, silence before, between and after.
///
/// A chirp and not tones: it asks every frequency, and the harmonics of a distorting amp arrive
/// ahead of the straight response, each order at its own time, so that one sound tells tone
/// controls (bands), level and gain (bands at several levels) and drive (orders) apart.
struct FingerprintSpec {
  std::vector<DbFsPeak> levels{DbFsPeak{-40.0}};
  ChirpSpec chirp{Hertz{50.0}, Hertz{20000.0}, SampleCount{12000}, SampleCount{480}, DbFsPeak{}};
  SampleCount lead{4800};   ///< Before the first chirp: idle, to know the noise.
  SampleCount gap{7200};    ///< From the end of a chirp to the start of the next.
  SampleCount tail{19200};  ///< Recorded after the last chirp: latency and decay.
};

/// The defaults above are for 48 kHz: the same times at another rate, the chirp up to 0.42 of it.
[[nodiscard]] FingerprintSpec fingerprint_spec(std::vector<DbFsPeak> levels, SampleRate rate);

/// First sample of each chirp.
[[nodiscard]] std::vector<SampleCount> chirp_starts(const FingerprintSpec& spec);
/// What is to be recorded: stimulus and tail.
[[nodiscard]] SampleCount recorded_length(const FingerprintSpec& spec);

/// Shape:    mono; lead, then the chirps with their gaps; no tail.
/// Units:    |x| <= amplitude(level - send_gain) inside each chirp: what leaves an output with that
///           gain stands at `level`.
/// Needs:    at least one level; what chirp() needs.
/// Accuracy: peaks within 0.01 dB, silence exactly zero; tests/signals/fingerprint_test.cpp.
[[nodiscard]] std::vector<float> fingerprint(const FingerprintSpec& spec, SampleRate rate,
                                             Decibels send_gain);

}  // namespace ampsweep::signals
