// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <functional>
#include <vector>

#include "signals/quantity.hpp"

/// Recordings of linear circuits whose truth is a formula of frequency: the sound's spectrum times
/// that formula. Nothing here uses what it judges (of ampsweep::analysis only the FFT).
namespace ampsweep::circuit_bench {

/// Voltage ratio or impedance at a frequency in Hz.
using Circuit = std::function<std::complex<double>(double hz)>;

/// Loudspeaker from its data sheet: f0, Re, Qms, Qes and a plain coil.
struct DataSheet {
  double f0, re, qms, qes, le;
};
/// Eminence Lil' Buddy 8R, measurement.md 5.1.
inline constexpr DataSheet kLilBuddy{149.0, 6.31, 9.06, 0.93, 0.46e-3};
[[nodiscard]] Circuit loudspeaker(const DataSheet& sheet);

/// re + s l1 + (s l2 || r2) + (res || s les || 1 / (s ces)).
struct Parts {
  double re, res, ces, les, l1, l2, r2;
};
/// Fit of a 16 ohm 4x12, virtual-amp.md section 3.
inline constexpr Parts kCabinet{15.39, 35.13, 180.4e-6, 7.504e-3, 0.7224e-3, 1.062e-3, 14.56};
[[nodiscard]] Circuit circuit_of(const Parts& parts);
[[nodiscard]] Circuit resistor(double ohms);

/// An input of the interface.
struct Input {
  double gain_db{0.0};
  double ac_hz{20.0};  ///< First-order coupling; 0: none.
  double delay_samples{0.0};
  double noise_rms{3e-5};  ///< -90.5 dBFS.
};

/// Sounds in double, silence around those that begin and end.
[[nodiscard]] std::vector<double> sweep_sound(double seconds, double peak);
[[nodiscard]] std::vector<double> noise_sound(double seconds, double rms, std::uint64_t seed);

enum class Ends { Silent, Cut };
/// sound x circuit x input, noise added, as float. Cut: half a second is cut off at either end, so
/// that the sound goes on there.
[[nodiscard]] std::vector<float> recorded(const std::vector<double>& sound, const Circuit& circuit,
                                          const Input& input, std::uint64_t seed,
                                          Ends ends = Ends::Silent);

inline constexpr SampleRate kBenchRate{48000};

}  // namespace ampsweep::circuit_bench
