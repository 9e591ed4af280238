// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/pluck.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>

#include "signals/scaling.hpp"

namespace ampsweep::signals {
namespace {

constexpr std::array<int, kStrings> kOpenMidi{40, 45, 50, 55, 59, 64};
/// Inharmonicity of the open strings; the third is the thickest plain one.
constexpr std::array<double, kStrings> kStiffness{8e-5, 6e-5, 4e-5, 9e-5, 4e-5, 2e-5};
constexpr double kPickupDistance = 0.13;  ///< From the bridge, part of the open string.
constexpr double kPickupResonance = 3800.0;
constexpr double kPickupQ = 1.4;
constexpr Hertz kBrightest{10000.0};  ///< The pickup's low pass leaves nothing worth adding above.
constexpr double kReleaseDecay = 60.0;  ///< Per second: silent 0.2 s after the finger lifts.
constexpr double kInaudible = 1e-7;     ///< A partial this weak is dropped.
constexpr std::size_t kBlock = 64;      ///< Samples between updates of pitch and damping.
constexpr std::size_t kLanes = 8;       ///< Independent rotations, so that the compiler vectorizes.

/// How much of a string `distance` from the bridge is to the stopped length.
double part_of_string(double distance, int fret) { return distance * std::exp2(fret / 12.0); }

double pickup_gain(double f) {
  const double u = f / kPickupResonance;
  return 1.0 / std::hypot(1.0 - u * u, u / kPickupQ);
}

/// A soft pick excites fewer highs.
double pick_gain(double f, double strength) {
  const double u = f / (800.0 + 2400.0 * strength);
  return 1.0 / (1.0 + u * u);
}

double decay_of(const Pluck& pluck, double f) {
  const double kilohertz = f / 1000.0;
  const double open = 0.6 * std::exp2(pluck.at.fret / 12.0) + 0.8 * kilohertz * kilohertz;
  return open + pluck.palm * (14.0 + 25.0 * kilohertz);
}

double pitch_ratio(const Glide& glide, double t) {
  if (glide.semitones == 0.0 || t <= glide.begin.value()) return 1.0;
  const double span = glide.end.value() - glide.begin.value();
  const double part = t >= glide.end.value() ? 1.0 : (t - glide.begin.value()) / span;
  const double moved = 0.5 - 0.5 * std::cos(std::numbers::pi * part);
  return std::exp2(glide.semitones * moved / 12.0);
}

/// Adds Im(z step^n) for one block and returns z step^n at its end.
std::complex<double> add_block(std::complex<double> z, std::complex<double> step,
                               std::span<double> out) {
  std::array<double, kLanes> re{};
  std::array<double, kLanes> im{};
  std::complex<double> stride{1.0, 0.0};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const std::complex<double> turned = z * stride;
    re[lane] = turned.real();
    im[lane] = turned.imag();
    stride *= step;
  }
  const double c = stride.real();
  const double s = stride.imag();
  for (std::size_t n = 0; n < out.size(); n += kLanes) {
    const std::size_t count = std::min(kLanes, out.size() - n);
    for (std::size_t lane = 0; lane < count; ++lane) out[n + lane] += im[lane];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double turned = re[lane] * c - im[lane] * s;
      im[lane] = re[lane] * s + im[lane] * c;
      re[lane] = turned;
    }
  }
  return {re[0], im[0]};
}

void add_partial(const Partial& partial, const Pluck& pluck, SampleRate rate,
                 std::span<double> out) {
  const double per_sample = 1.0 / static_cast<double>(rate.value());
  std::complex<double> z{partial.amplitude, 0.0};
  for (std::size_t n = 0; n < out.size() && std::abs(z) > kInaudible; n += kBlock) {
    const double t = static_cast<double>(n) * per_sample;
    const double decay = partial.decay + (t < pluck.sounding.value() ? 0.0 : kReleaseDecay);
    const double turn = 2.0 * std::numbers::pi * partial.frequency.value() * per_sample *
                        pitch_ratio(pluck.glide, t);
    const std::complex<double> step = std::polar(std::exp(-decay * per_sample), turn);
    z = add_block(z, step, out.subspan(n, std::min(kBlock, out.size() - n)));
  }
}

}  // namespace

Hertz pitch(NeckPosition at) {
  assert(at.string >= 0 && at.string < kStrings && at.fret >= 0 && at.fret <= kFrets);
  const int midi = kOpenMidi[static_cast<std::size_t>(at.string)] + at.fret;
  return Hertz{440.0 * std::exp2((midi - 69) / 12.0)};
}

std::vector<Partial> partials(const Pluck& pluck, Hertz highest) {
  const double pick = std::numbers::pi * part_of_string(pluck.pick_distance, pluck.at.fret);
  const double pickup = std::numbers::pi * part_of_string(kPickupDistance, pluck.at.fret);
  const double stiffness =
      kStiffness[static_cast<std::size_t>(pluck.at.string)] * std::exp2(pluck.at.fret / 6.0);
  const double first = pitch(pluck.at).value() / std::sqrt(1.0 + stiffness);

  std::vector<Partial> found;
  for (int k = 1;; ++k) {
    const double f = k * first * std::sqrt(1.0 + stiffness * k * k);
    if (f > highest.value()) return found;
    const double mode = std::sin(k * pick) * std::sin(k * pickup) / k;
    found.push_back(
        {.frequency = Hertz{f},
         .amplitude = pluck.strength * mode * pickup_gain(f) * pick_gain(f, pluck.strength),
         .decay = decay_of(pluck, f)});
  }
}

void add_pluck(const Pluck& pluck, SampleRate rate, std::span<double> out) {
  // A glide up must not carry a partial beyond what the rate can hold.
  const double upward = std::exp2(std::max(0.0, pluck.glide.semitones) / 12.0);
  const Hertz highest = std::min(kBrightest, highest_frequency(rate) / upward);
  for (const Partial& partial : partials(pluck, highest)) add_partial(partial, pluck, rate, out);
}

}  // namespace ampsweep::signals
