// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "signals/quantity.hpp"

/// Takes of the simulated amp and what people do to them, for tests and for the campaign. Nothing
/// here uses ampsweep::analysis.
namespace ampsweep::faults {

inline constexpr SampleRate kRate{48000};

/// One draw of everything that a clean take may differ in.
struct MadeTake {
  std::uint64_t seed{1};
  std::vector<double> knobs{0.5, 0.5, 0.5, 0.5};  ///< Gain, bass, treble, master: 0..1.
  double seconds{3.0};                            ///< Silence included,
  double silent_seconds{0.5};                     ///< which comes first.
  double noise_dbfs_rms{-85.0};
  double hum_dbfs_peak{-400.0};  ///< 50 Hz; 100, 150, 200 Hz 6, 12, 18 dB below.
  SampleRate rate{kRate};
  std::uint64_t noise_seed{0};
  double gain_db{0.0};  ///< Of the amp: drift.
};

/// Silence, then guitar of the same seed: what was played.
[[nodiscard]] std::vector<float> played(const MadeTake& take);
/// What came back: the amp, its noise and hum, in double and not yet stored.
[[nodiscard]] std::vector<double> heard(const MadeTake& take, std::span<const float> played);
/// The two in one.
[[nodiscard]] std::vector<double> heard(const MadeTake& take);

enum class Dither { None, Triangular };
/// Rounded to so many bits, as a file holds it.
[[nodiscard]] std::vector<float> stored(std::span<const double> sound, int bits,
                                        Dither dither = Dither::None, std::uint64_t seed = 1);
[[nodiscard]] std::vector<double> in_double(std::span<const float> sound);
[[nodiscard]] std::vector<double> scaled(std::span<const double> sound, double gain_db);

/// To another rate, by libsamplerate; `best` or its fastest sinc converter.
[[nodiscard]] std::vector<double> at_rate(std::span<const double> sound, SampleRate from,
                                          SampleRate to, bool best = true);

/// Through libsndfile's encoder and back: "mp3", "vorbis", "opus". `quality`: 0 (least) .. 1.
[[nodiscard]] std::vector<float> coded(std::span<const double> sound, SampleRate rate,
                                       const std::string& format, double quality);

}  // namespace ampsweep::faults
