// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/delay.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

#include "analysis/coherence.hpp"
#include "analysis/cross_spectrum.hpp"
#include "analysis/matched_filter.hpp"
#include "analysis/phase_fit.hpp"
#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kShortestReference = 64;
constexpr double kLeastProminence = 8.0;
constexpr double kAsGood = 0.9;               ///< A second peak this close to the first: ambiguous.
constexpr double kLeastRelativeWidth = 0.05;  ///< Spectral width of a reference over its centre.
constexpr double kMarginSeconds = 0.01;
constexpr double kTrustedPhase = std::numbers::pi / 3.0;  ///< Polarity is sure within 60 degrees.
constexpr double kTrustedPhaseSigma = std::numbers::pi / 12.0;
constexpr double kSigmaFloor = 1e-6;     ///< What float32 and the phase model can promise.
constexpr double kPerfectSnr = 1e12;     ///< Float32 recordings cannot show more.
constexpr double kToleratedNoise = 0.1;  ///< Noise over signal, power.

tl::unexpected<Refusal> refuse(Refusal::Reason reason, std::string detail) {
  return tl::unexpected(Refusal{reason, std::move(detail)});
}

/// Search range and fit band in the units of the computation.
struct Scope {
  LagRange lags;
  double from{0.0};  ///< rad/sample
  double to{0.0};
  std::int64_t margin{0};
};

template <class T>
bool finite(std::span<const T> x) {
  return std::all_of(x.begin(), x.end(), [](T sample) { return std::isfinite(sample); });
}

template <class T>
bool silent(std::span<const T> x) {
  return std::all_of(x.begin(), x.end(), [](T sample) { return sample == T{0}; });
}

Measured<Scope> scope_of(std::size_t reference, std::size_t recording, SampleRate rate,
                         const DelaySearch& search) {
  if (rate.value() <= 0 || search.earliest > search.latest || !(search.from.value() > 0.0)) {
    return refuse(Refusal::Reason::BadParameter, "the rate, search range or band is not usable");
  }
  const double fs = static_cast<double>(rate.value());
  const double to = std::min(search.to.value(), 0.45 * fs);
  if (!(to > search.from.value())) {
    return refuse(Refusal::Reason::BadParameter, "the band of the phase fit is empty at this rate");
  }
  if (reference < kShortestReference) {
    return refuse(Refusal::Reason::TooShort, "the reference has fewer than 64 samples");
  }
  // At least half of the reference must lie inside the recording.
  const auto half = static_cast<std::int64_t>(reference / 2);
  Scope scope{{std::max(search.earliest.value(), -half),
               std::min(search.latest.value(), static_cast<std::int64_t>(recording) - half)},
              2.0 * std::numbers::pi * search.from.value() / fs,
              2.0 * std::numbers::pi * to / fs,
              static_cast<std::int64_t>(kMarginSeconds * fs)};
  if (scope.lags.first > scope.lags.last) {
    return refuse(Refusal::Reason::TooShort, "the recording ends before the search range begins");
  }
  return scope;
}

/// The part of the recording that the search can touch.
std::span<const float> touched(std::span<const float> recording, std::size_t reference,
                               const Scope& scope) {
  const auto size = static_cast<std::int64_t>(recording.size());
  const std::int64_t begin = std::clamp<std::int64_t>(scope.lags.first - scope.margin, 0, size);
  const std::int64_t end = std::clamp<std::int64_t>(
      scope.lags.last + static_cast<std::int64_t>(reference) + scope.margin, begin, size);
  return recording.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

std::optional<Refusal> unusable(std::span<const double> reference, std::span<const float> stretch) {
  if (!finite(reference)) return Refusal{Refusal::Reason::NotFinite, "the reference is not finite"};
  if (!finite(stretch)) return Refusal{Refusal::Reason::NotFinite, "the recording is not finite"};
  if (silent(reference)) return Refusal{Refusal::Reason::Silent, "the reference is silent"};
  if (silent(stretch)) return Refusal{Refusal::Reason::Silent, "the recording is silent"};
  return std::nullopt;
}

/// A lone tone fits equally well one period later: its spectrum is far narrower than its centre.
bool too_narrow(const CrossSpectrum& band) {
  double power = 0.0;
  double first = 0.0;
  double second = 0.0;
  for (std::size_t k = 0; k < band.omega.size(); ++k) {
    power += band.reference_power[k];
    first += band.reference_power[k] * band.omega[k];
    second += band.reference_power[k] * band.omega[k] * band.omega[k];
  }
  if (!(power > 0.0)) return true;
  const double centre = first / power;
  return second / power - centre * centre < std::pow(kLeastRelativeWidth * centre, 2);
}

Measured<Match> coarse_match(std::span<const double> reference, std::span<const float> recording,
                             const Scope& scope) {
  const auto separation = static_cast<std::int64_t>(reference.size() / 2);
  const std::vector<Match> matches = find_matches(reference, recording, scope.lags, 2, separation);
  if (matches.empty() || matches.front().prominence < kLeastProminence) {
    return refuse(Refusal::Reason::NoMatch, "the reference was not found in the recording");
  }
  if (matches.size() > 1 &&
      std::abs(matches[1].correlation) > kAsGood * std::abs(matches[0].correlation)) {
    return refuse(Refusal::Reason::Ambiguous, "the reference fits at two places equally well");
  }
  return matches.front();
}

/// Weight per bin: less than 1 where the noise is higher than typical and less than 10 dB below the
/// signal (hum, a rumbling room). Distortion, which rises with the signal, is left alone: to weigh
/// it down would give the say to the highest frequencies, where an amp's phase is furthest from a
/// delay.
std::vector<double> trust_of(const CrossSpectrum& band, const PhaseFit& fit) {
  const Coherence power = split_power(band, fit);
  const double middle = median(power.noise);
  std::vector<double> trust(band.omega.size(), 1.0);
  for (std::size_t k = 0; k < trust.size(); ++k) {
    const double tolerated = std::max(middle, kToleratedNoise * power.signal[k]);
    if (power.noise[k] > tolerated) trust[k] = tolerated / power.noise[k];
  }
  return trust;
}

struct Direction {
  int polarity{0};  ///< 0: the phase constant is neither near 0 nor near 180 degrees.
  PhaseFit fit;     ///< With the constant of that polarity, or free when unsure.
};

constexpr std::array kTurned{PhaseTerm::Delay, PhaseTerm::Constant};
constexpr std::array kTurnedCoupled{PhaseTerm::Delay, PhaseTerm::Ac, PhaseTerm::Constant};
constexpr std::array kCoupled{PhaseTerm::Delay, PhaseTerm::Ac};
constexpr std::array kCoupledCubic{PhaseTerm::Delay, PhaseTerm::Ac, PhaseTerm::AcCubic};

/// Fit with a free phase constant, widened step by step from the matched filter's peak. It starts
/// at the constant that suits the peak's delay best: from 0 an amp that turns by 90 degrees is not
/// found.
PhaseFit open_fit(const CrossSpectrum& band, std::span<const double> trust, PhaseFit peak) {
  std::complex<double> sum;
  for (std::size_t k = 0; k < band.omega.size(); ++k) {
    sum += trust[k] * band.cross[k] * std::polar(1.0, band.omega[k] * peak[PhaseTerm::Delay]);
  }
  peak[PhaseTerm::Constant] = std::arg(sum);
  return fit_phase(band, trust, fit_phase(band, trust, peak, kTurned), kTurnedCoupled);
}

Direction decide_polarity(const CrossSpectrum& band, std::span<const double> trust,
                          const PhaseFit& open) {
  const double constant = std::remainder(open[PhaseTerm::Constant], 2.0 * std::numbers::pi);
  const bool sharp = open.converged && open.sigma_of(PhaseTerm::Constant) < kTrustedPhaseSigma;
  const bool upright = std::abs(constant) < kTrustedPhase;
  const bool inverted = std::abs(constant) > std::numbers::pi - kTrustedPhase;
  if (!sharp || (!upright && !inverted)) return {0, open};
  PhaseFit from = open;
  from[PhaseTerm::Constant] = upright ? 0.0 : std::numbers::pi;
  const PhaseFit held = fit_phase(band, trust, from, kCoupled);
  return {upright ? 1 : -1, held.converged ? held : open};
}

double gain_in_band(const CrossSpectrum& band, const PhaseFit& fit) {
  std::complex<double> sum;
  double power = 0.0;
  for (std::size_t k = 0; k < band.omega.size(); ++k) {
    sum += band.cross[k] * std::polar(1.0, -model_phase(fit, band.omega[k]));
    power += band.reference_power[k];
  }
  return std::abs(sum) / power;
}

/// The noise was taken over reference and margins, the signal lives under the reference only.
double snr(const CrossSpectrum& spectrum, const PhaseFit& fit, double reference_share) {
  const Coherence power = split_power(spectrum, fit);
  const double noise = power.noise_energy * reference_share;
  return power.signal_energy / std::max(noise, power.signal_energy / kPerfectSnr);
}

Measured<DelayEstimate> refine(std::span<const double> reference, std::span<const float> recording,
                               double fs, const Scope& scope, const Match& match) {
  const CrossSpectrum spectrum = cross_spectrum(reference, recording, match.lag, scope.margin);
  const CrossSpectrum band = band_of(spectrum, scope.from, scope.to);
  if (band.omega.size() < kShortestReference || too_narrow(band)) {
    return refuse(Refusal::Reason::Ambiguous, "the reference has too little bandwidth for a delay");
  }
  const std::vector<double> even(spectrum.omega.size(), 1.0);
  PhaseFit start;
  start[PhaseTerm::Constant] = match.correlation > 0.0 ? 0.0 : std::numbers::pi;
  const PhaseFit peak = fit_phase(spectrum, even, start, std::array{PhaseTerm::Delay});
  const PhaseFit first = open_fit(band, std::span(even).first(band.omega.size()), peak);
  const std::vector<double> trust = trust_of(band, first);
  const Direction direction = decide_polarity(band, trust, open_fit(band, trust, peak));
  PhaseFit best = direction.fit;
  if (direction.polarity != 0) {
    const PhaseFit cubic = fit_phase(band, trust, best, kCoupledCubic);
    if (cubic.converged) best = cubic;
  }
  if (!best.converged) {
    return refuse(Refusal::Reason::NoMatch, "the phase of the match fits no delay");
  }
  const double lag = static_cast<double>(match.lag);
  const double length = static_cast<double>(reference.size());
  DelayEstimate estimate;
  estimate.delay_samples = lag + best[PhaseTerm::Delay];
  estimate.delay_sigma_samples = std::hypot(best.sigma_of(PhaseTerm::Delay), kSigmaFloor);
  estimate.peak_delay_samples = lag + peak[PhaseTerm::Delay];
  estimate.polarity = direction.polarity;
  estimate.ac_corner_hz = best[PhaseTerm::Ac] * fs / (2.0 * std::numbers::pi);
  estimate.gain_db = 20.0 * std::log10(gain_in_band(band, best));
  estimate.snr_db =
      10.0 * std::log10(snr(spectrum, direction.fit,
                            length / (length + 2.0 * static_cast<double>(scope.margin))));
  return estimate;
}

}  // namespace

Measured<DelayEstimate> estimate_delay(std::span<const double> reference,
                                       std::span<const float> recording, SampleRate rate,
                                       const DelaySearch& search) {
  const Measured<Scope> scope = scope_of(reference.size(), recording.size(), rate, search);
  if (!scope) return tl::unexpected(scope.error());
  if (const auto refusal = unusable(reference, touched(recording, reference.size(), *scope))) {
    return tl::unexpected(*refusal);
  }
  const Measured<Match> match = coarse_match(reference, recording, *scope);
  if (!match) return tl::unexpected(match.error());
  return refine(reference, recording, static_cast<double>(rate.value()), *scope, *match);
}

Measured<DelayEstimate> estimate_delay(std::span<const float> reference,
                                       std::span<const float> recording, SampleRate rate,
                                       const DelaySearch& search) {
  const std::vector<double> precise(reference.begin(), reference.end());
  return estimate_delay(std::span<const double>(precise), recording, rate, search);
}

}  // namespace ampsweep::analysis
