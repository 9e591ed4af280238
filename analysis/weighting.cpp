// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/weighting.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kCcirShiftDb = -5.63;

/// Hann windows, half overlapped: neighbouring bins and segments share some of their noise.
constexpr double kHannBinShare = 1.0 + 2.0 * (4.0 / 9.0 + 1.0 / 36.0);
constexpr double kHannSegmentShare = 2.0 / 36.0;

double a_curve_gain(double hz) {
  const double f2 = hz * hz;
  const auto pole = [f2](double corner) { return f2 + corner * corner; };
  constexpr double kTop = 12194.217;
  return kTop * kTop * f2 * f2 /
         (pole(20.598997) * std::sqrt(pole(107.65265) * pole(737.86223)) * pole(kTop));
}

/// A zero at 0 and six poles, in rad/s.
double itu_468_gain(double hz) {
  using namespace std::complex_literals;
  static const std::array<std::complex<double>, 6> kPoles{-25903.70104781628,
                                                          -62675.1700584679,
                                                          -23615.53521363528 + 36379.90893732929i,
                                                          -23615.53521363528 - 36379.90893732929i,
                                                          -18743.74669072136 + 62460.15645250649i,
                                                          -18743.74669072136 - 62460.15645250649i};
  const std::complex<double> s(0.0, 2.0 * std::numbers::pi * hz);
  double gain = std::abs(s);
  for (const auto& pole : kPoles) gain /= std::abs(s - pole);
  return gain;
}

double curve_gain(Weighting curve, double hz) {
  switch (curve) {
    case Weighting::A: {
      static const double kAt1k = a_curve_gain(1000.0);
      return a_curve_gain(hz) / kAt1k;
    }
    case Weighting::Itu468:
    case Weighting::CcirRms: {
      static const double kAtTop = itu_468_gain(6300.0) / std::pow(10.0, 12.2 / 20.0);
      const double shift = curve == Weighting::CcirRms ? std::pow(10.0, kCcirShiftDb / 20.0) : 1.0;
      return shift * itu_468_gain(hz) / kAtTop;
    }
    case Weighting::None:
      break;
  }
  return 1.0;
}

}  // namespace

Decibels weighting(Weighting curve, Hertz at) { return decibels(curve_gain(curve, at.value())); }

DbFsRms BandPower::level() const { return level_of_rms(std::sqrt(mean_square)); }

Decibels BandPower::sigma_db() const {
  return Decibels{mean_square > 0.0 ? 10.0 / std::numbers::ln10 * sigma / mean_square : 0.0};
}

BandPower band_power(const PowerSpectrum& spectrum, int averages, Hertz from, Hertz to,
                     Weighting curve) {
  const double step = spectrum.step.value();
  double sum = 0.0;
  double squares = 0.0;
  for (std::size_t k = 0; k < spectrum.density.size(); ++k) {
    const double hz = static_cast<double>(k) * step;
    const double width =
        std::min(hz + 0.5 * step, to.value()) - std::max(hz - 0.5 * step, from.value());
    if (width <= 0.0) continue;
    const double gain = curve_gain(curve, hz);
    const double power = gain * gain * spectrum.density[k] * width;
    sum += power;
    squares += power * power;
  }
  const double count = std::max(1, averages);
  const double scatter = (1.0 + kHannSegmentShare * (1.0 - 1.0 / count)) / count;
  // The measured density scatters too: its square is too large by (1 + scatter).
  return {sum, std::sqrt(squares * kHannBinShare * scatter / (1.0 + scatter))};
}

}  // namespace ampsweep::analysis
