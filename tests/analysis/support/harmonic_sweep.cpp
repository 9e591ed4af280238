// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analysis/support/harmonic_sweep.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ampsweep::closed_form {
namespace {

constexpr double kPi = std::numbers::pi;

/// Smooth step with two continuous derivatives: 0 at x <= 0, 1 at x >= 1.
double smooth(double x) {
  x = std::clamp(x, 0.0, 1.0);
  return x * x * x * (x * (6.0 * x - 15.0) + 10.0);
}

double raised_cosine(double n, double length) {
  if (n <= 0.0) return 0.0;
  return n >= length ? 1.0 : 0.5 - 0.5 * std::cos(kPi * n / length);
}

}  // namespace

PlainSweep farina(double from, double to, double seconds, SampleRate rate) {
  const double growth = seconds / std::log(to / from);
  const double samples = std::floor(seconds * static_cast<double>(rate.value()));
  return {from, growth, samples, -from * growth, 0.0, 0.0};
}

std::vector<double> plain_sweep_through_amp(const PlainSweep& sweep, SampleRate rate,
                                            const std::vector<Harmonic>& harmonics, double delay,
                                            std::int64_t length) {
  const double fs = static_cast<double>(rate.value());
  std::vector<double> out(static_cast<std::size_t>(length), 0.0);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double n = static_cast<double>(i) - delay;
    if (n <= 0.0 || n >= sweep.samples - 1.0) continue;
    const double hz = sweep.from * std::exp(n / fs / sweep.growth);
    const double phase = 2.0 * kPi * (sweep.growth * hz + sweep.phase_cycles);
    const double envelope =
        raised_cosine(n, sweep.fade_in) * raised_cosine(sweep.samples - 1.0 - n, sweep.fade_out);
    for (std::size_t k = 0; k < harmonics.size(); ++k) {
      const double order = static_cast<double>(k + 1);
      const double audible = smooth((0.47 - order * hz / fs) / 0.07);
      if (audible == 0.0) break;
      out[i] += envelope * audible * harmonics[k].amplitude *
                std::sin(order * phase + harmonics[k].phase);
    }
  }
  return out;
}

std::vector<double> sweep_through_amp(const signals::SweepSpec& sweep, SampleRate rate,
                                      const std::vector<Harmonic>& harmonics, double delay,
                                      std::int64_t length) {
  const double fs = static_cast<double>(rate.value());
  const double from = sweep.from.value();
  const double span = std::log(sweep.to.value() / from);
  const double growth =
      std::round(from * static_cast<double>(sweep.length.value()) / fs / span) / from;
  const PlainSweep plain{from,
                         growth,
                         std::floor(growth * span * fs + 0.5),
                         0.0,
                         static_cast<double>(sweep.fade_in.value()),
                         static_cast<double>(sweep.fade_out.value())};
  return plain_sweep_through_amp(plain, rate, harmonics, delay, length);
}

std::vector<Harmonic> polynomial_harmonics(double amplitude, double a, double b, double c,
                                           double d) {
  // sin^2 = (1 - cos 2p) / 2; sin^3 = (3 sin p - sin 3p) / 4; sin^4 = (3 - 4 cos 2p + cos 4p) / 8.
  const double x2 = amplitude * amplitude;
  const double second = -0.5 * b * x2 - 0.5 * d * x2 * x2;  // of cos 2p
  return {{a * amplitude + 0.75 * c * x2 * amplitude, 0.0},
          {second, 0.5 * kPi},
          {-0.25 * c * x2 * amplitude, 0.0},
          {0.125 * d * x2 * x2, 0.5 * kPi}};
}

std::vector<Harmonic> atan_harmonics(double drive, int orders) {
  const double t = (std::sqrt(1.0 + drive * drive) - 1.0) / drive;
  std::vector<Harmonic> harmonics;
  for (int n = 1; n <= orders; ++n) {
    // atan(drive sin p) = 2 sum over odd n of (-1)^((n-1)/2) ... for cos; for sin all are positive.
    harmonics.push_back({n % 2 == 1 ? 2.0 * std::pow(t, n) / n : 0.0, 0.0});
  }
  return harmonics;
}

std::vector<Harmonic> power_harmonics(double amplitude, int power) {
  const double a = std::pow(amplitude, power);
  const double cosine = 0.5 * kPi;
  switch (power) {
    case 1:
      return {{a, 0.0}};
    case 2:  // (1 - cos 2p) / 2
      return {{0.0, 0.0}, {-a / 2.0, cosine}};
    case 3:  // (3 sin p - sin 3p) / 4
      return {{a * 3.0 / 4.0, 0.0}, {0.0, 0.0}, {-a / 4.0, 0.0}};
    case 4:  // (3 - 4 cos 2p + cos 4p) / 8
      return {{0.0, 0.0}, {-a / 2.0, cosine}, {0.0, 0.0}, {a / 8.0, cosine}};
    case 5:  // (10 sin p - 5 sin 3p + sin 5p) / 16
      return {
          {a * 10.0 / 16.0, 0.0}, {0.0, 0.0}, {-a * 5.0 / 16.0, 0.0}, {0.0, 0.0}, {a / 16.0, 0.0}};
    default:
      return {};
  }
}

}  // namespace ampsweep::closed_form
