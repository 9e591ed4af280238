// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/output_impedance.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

namespace ampsweep::analysis {
namespace {

using Complex = std::complex<double>;

constexpr double kLeastLoadStep = 0.05;  ///< The resistors must differ by more than this share.
constexpr double kMostGainDoubt = 0.1;   ///< Of either transfer; beyond it nothing is said.

OutputImpedancePoint output_point_of(const RatioPoint& first, const RatioPoint& second, Ohms r1,
                                     Ohms r2) {
  const double relative =
      std::hypot(first.sigma / std::abs(first.ratio), second.sigma / std::abs(second.ratio));
  if (!(relative <= kMostGainDoubt)) {
    constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
    return {first.frequency, {kNothing, kNothing}, std::numeric_limits<double>::infinity()};
  }
  const Complex v = first.ratio / second.ratio;
  const Complex z = output_impedance(v, 1.0, r1.value(), r2.value());
  const double slope = r1.value() * r2.value() * std::abs(r1.value() - r2.value()) /
                       std::norm(r1.value() - v * r2.value());  // |dZ/dv|
  return {first.frequency, z, slope * relative * std::abs(v)};
}

}  // namespace

std::complex<double> output_impedance(std::complex<double> v1, std::complex<double> v2,
                                      std::complex<double> z1, std::complex<double> z2) {
  return z1 * z2 * (v1 - v2) / (v2 * z1 - v1 * z2);
}

Measured<std::vector<OutputImpedancePoint>> output_impedance(const LoadedOutput& first,
                                                             const LoadedOutput& second,
                                                             SampleRate rate,
                                                             std::span<const Hertz> frequencies) {
  const double r1 = first.resistor.value();
  const double r2 = second.resistor.value();
  if (!(r1 > 0.0) || !(r2 > 0.0) || std::abs(r1 - r2) <= kLeastLoadStep * std::max(r1, r2)) {
    return tl::unexpected(Refusal{Refusal::Reason::BadParameter,
                                  "two different load resistors are needed, such as 8 and 16 ohm"});
  }
  auto gain1 = channel_ratio(first.channels, rate, frequencies);
  auto gain2 = channel_ratio(second.channels, rate, frequencies);
  for (const auto* gain : {&gain1, &gain2}) {
    if (*gain) continue;
    Refusal refusal = gain->error();
    refusal.detail = (gain == &gain1 ? "first load: " : "second load: ") + refusal.detail;
    return tl::unexpected(refusal);
  }
  std::vector<OutputImpedancePoint> points;
  points.reserve(frequencies.size());
  for (std::size_t i = 0; i < frequencies.size(); ++i) {
    points.push_back(output_point_of((*gain1)[i], (*gain2)[i], first.resistor, second.resistor));
  }
  if (std::none_of(points.begin(), points.end(),
                   [](const OutputImpedancePoint& p) { return std::isfinite(p.magnitude()); })) {
    return tl::unexpected(
        Refusal{Refusal::Reason::NoMatch, "at no frequency does the output follow what went in"});
  }
  return points;
}

}  // namespace ampsweep::analysis
