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

std::vector<double> sweep_through_amp(const signals::SweepSpec& sweep, SampleRate rate,
                                      const std::vector<Harmonic>& harmonics, double delay,
                                      std::int64_t length) {
  const double fs = static_cast<double>(rate.value());
  const double from = sweep.from.value();
  const double span = std::log(sweep.to.value() / from);
  const double growth =
      std::round(from * static_cast<double>(sweep.length.value()) / fs / span) / from;
  const double samples = std::floor(growth * span * fs + 0.5);
  const double fade_in = static_cast<double>(sweep.fade_in.value());
  const double fade_out = static_cast<double>(sweep.fade_out.value());
  std::vector<double> out(static_cast<std::size_t>(length), 0.0);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double n = static_cast<double>(i) - delay;
    if (n <= 0.0 || n >= samples - 1.0) continue;
    const double hz = from * std::exp(n / fs / growth);
    const double phase = 2.0 * kPi * growth * hz;
    const double envelope = raised_cosine(n, fade_in) * raised_cosine(samples - 1.0 - n, fade_out);
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

}  // namespace ampsweep::closed_form
