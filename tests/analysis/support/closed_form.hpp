// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "signals/stimulus.hpp"

/// Recordings whose truth is a formula: sound is a function of time, evaluated where the recording
/// samples it. Nothing here interpolates or uses ampsweep::analysis.
namespace ampsweep::closed_form {

/// Value of a sound at stimulus position `n`, which need not be whole.
using Sound = std::function<double(double n)>;

/// The marker as signals/chirp.hpp defines it, at any time; 0 outside.
[[nodiscard]] Sound chirp(const signals::ChirpSpec& spec, SampleRate rate, double start = 0.0);
/// Notes of a guitar-like string, four a second, each with 20 decaying partials; 0 outside
/// [start, start + length). A note begins with a raised-cosine attack of 2 ms.
[[nodiscard]] Sound plucks(SampleRate rate, double start, double length, std::uint64_t seed);
/// Sum of several sounds.
[[nodiscard]] Sound sum(std::vector<Sound> sounds);

/// A lone change of delay: from this recording position on, `jump` samples are added to it.
struct Jump {
  double at{0.0};
  double jump{0.0};
};

/// recording[m] = gain * sound(n), m = delay + n (1 + drift) + jumps.
struct Path {
  double delay{0.0};
  double drift_ppm{0.0};
  double gain{1.0};
  std::vector<Jump> jumps{};
  std::vector<double>
      ac_corners_hz{};  ///< First-order high-passes, exact to 1e-6 rad up to 10 kHz.
};

[[nodiscard]] std::vector<double> record(const Sound& sound, const Path& path, SampleRate rate,
                                         std::int64_t length);

/// A stimulus whose samples are `sound` at whole positions; what `segments` leave out is silence.
[[nodiscard]] signals::Stimulus stimulus_of(const Sound& sound, SampleRate rate,
                                            std::int64_t length,
                                            const std::vector<signals::Segment>& segments);

/// A take: a default marker (0.5 s) at each of `markers_s`, and plucks from half a second after
/// each marker to half a second before the next.
struct Take {
  Sound sound;
  signals::Stimulus stimulus;
};
enum class Between { Plucks, Silence };
[[nodiscard]] Take take_of(SampleRate rate, double length_s, const std::vector<double>& markers_s,
                           Between between);

/// In place: first-order low-pass (bilinear) and high-pass, for amps.
void low_pass(std::span<double> x, double corner_hz, double rate);
void high_pass(std::span<double> x, double corner_hz, double rate);
/// What those two do to a sine of `hz`, from their difference equations.
[[nodiscard]] std::complex<double> low_pass_response(double hz, double corner_hz, double rate);
[[nodiscard]] std::complex<double> high_pass_response(double hz, double corner_hz, double rate);

[[nodiscard]] double rms(std::span<const double> x);
/// White Gaussian noise of `noise_rms` added, rounded to float.
[[nodiscard]] std::vector<float> with_noise(std::span<const double> x, double noise_rms,
                                            std::uint64_t seed);
[[nodiscard]] std::vector<float> to_float(std::span<const double> x);

}  // namespace ampsweep::closed_form
