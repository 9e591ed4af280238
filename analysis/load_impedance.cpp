// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/load_impedance.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <string>

namespace ampsweep::analysis {
namespace {

using Complex = std::complex<double>;
using RatioCurve = std::vector<RatioPoint>;
using ImpedanceCurve = std::vector<ImpedancePoint>;

constexpr double kMostDoubt = 0.1;  ///< Relative; beyond it a point is not measured.

/// What went wrong, and in which recording.
Refusal naming_recording(Refusal refusal, const std::string& recording) {
  refusal.detail = recording + ": " + refusal.detail;
  return refusal;
}

/// r / match, doubts added.
RatioCurve match_removed(RatioCurve ratio, const RatioCurve& match) {
  for (std::size_t i = 0; i < ratio.size(); ++i) {
    const double relative = std::hypot(ratio[i].sigma / std::abs(ratio[i].ratio),
                                       match[i].sigma / std::abs(match[i].ratio));
    ratio[i].ratio /= match[i].ratio;
    ratio[i].sigma = relative * std::abs(ratio[i].ratio);
  }
  return ratio;
}

ImpedancePoint impedance_of(const RatioPoint& point, const LoadJig& jig) {
  const double resistor = jig.resistor.value();
  const Complex r = point.ratio;
  const bool series = jig.method == LoadMethod::Series;
  const Complex z = series ? resistor * r / (1.0 - r) : resistor * (1.0 - r) / r;
  const double slope = resistor / std::norm(series ? 1.0 - r : r);  // |dZ/dr|
  return {point.frequency, z, slope * point.sigma, point.coherence};
}

ImpedanceCurve impedances(const RatioCurve& ratio, const LoadJig& jig) {
  ImpedanceCurve curve;
  curve.reserve(ratio.size());
  for (const RatioPoint& point : ratio) curve.push_back(impedance_of(point, jig));
  return curve;
}

/// Scales the curve so that the known resistor reads what it is.
void scale_by(ImpedanceCurve& curve, const ImpedanceCurve& known, Ohms truth) {
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const double relative = std::hypot(curve[i].sigma_ohms / curve[i].magnitude(),
                                       known[i].sigma_ohms / known[i].magnitude());
    curve[i].ohms *= truth.value() / known[i].ohms;
    curve[i].sigma_ohms = relative * curve[i].magnitude();
  }
}

void drop_doubtful(ImpedanceCurve& curve) {
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  for (ImpedancePoint& point : curve) {
    if (point.sigma_ohms <= kMostDoubt * point.magnitude()) continue;
    point.ohms = {kNothing, kNothing};
    point.sigma_ohms = std::numeric_limits<double>::infinity();
  }
}

std::optional<Refusal> implausible_load(const ImpedanceCurve& curve) {
  const auto measured = std::count_if(curve.begin(), curve.end(),
                                      [](const ImpedancePoint& p) { return p.measured(); });
  if (measured == 0) {
    return Refusal{Refusal::Reason::NoMatch,
                   "no frequency gives the impedance within 10 %: the channels do not follow each "
                   "other, or the load is open or shorted"};
  }
  const auto negative = std::count_if(curve.begin(), curve.end(), [](const ImpedancePoint& p) {
    return p.measured() && p.ohms.real() < 0.0;
  });
  if (2 * negative > measured) {
    return Refusal{Refusal::Reason::NoMatch,
                   "the resistance comes out negative: the channels are swapped or one is inverted"};
  }
  return std::nullopt;
}

std::vector<Hertz> default_load_frequencies(SampleRate rate) {
  const double top = std::min(20000.0, 0.45 * static_cast<double>(rate.value()));
  return octave_grid(Hertz{20.0}, Hertz{top}, 48);
}

}  // namespace

double ImpedancePoint::phase_deg() const { return std::arg(ohms) * 180.0 / std::numbers::pi; }

bool ImpedancePoint::measured() const {
  return std::isfinite(ohms.real()) && std::isfinite(ohms.imag());
}

Measured<std::vector<ImpedancePoint>> load_impedance(const ChannelPair& channels, SampleRate rate,
                                                     const LoadJig& jig,
                                                     const LoadOptions& options) {
  if (!(jig.resistor.value() > 0.0) ||
      (options.known && !(options.known->resistor.value() > 0.0))) {
    return tl::unexpected(
        Refusal{Refusal::Reason::BadParameter, "a resistor must have more than 0 ohms"});
  }
  const auto frequencies =
      options.frequencies.empty() ? default_load_frequencies(rate) : options.frequencies;
  std::optional<RatioCurve> match;
  if (options.match) {
    auto ratio = channel_ratio(*options.match, rate, frequencies);
    if (!ratio) return tl::unexpected(naming_recording(ratio.error(), "channel match"));
    match = std::move(*ratio);
  }
  const auto curve_of = [&](const ChannelPair& pair) -> Measured<ImpedanceCurve> {
    auto ratio = channel_ratio(pair, rate, frequencies);
    if (!ratio) return tl::unexpected(ratio.error());
    return impedances(match ? match_removed(std::move(*ratio), *match) : *ratio, jig);
  };
  auto curve = curve_of(channels);
  if (!curve) return curve;
  if (options.known) {
    const auto known = curve_of(options.known->channels);
    if (!known) return tl::unexpected(naming_recording(known.error(), "known resistor"));
    scale_by(*curve, *known, options.known->resistor);
  }
  drop_doubtful(*curve);
  if (auto refusal = implausible_load(*curve)) return tl::unexpected(*refusal);
  return curve;
}

}  // namespace ampsweep::analysis
