// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/excess_delay.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <optional>
#include <vector>

#include "analysis/fft.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kReachSeconds = 0.002;
constexpr double kCoarseStep = 0.4;  ///< samples
constexpr double kFineStep = 0.01;
constexpr double kBinStep = 1.02;
constexpr double kLeastCorner = 0.004;  ///< rad/sample; 30 Hz at 48 kHz
constexpr double kMostCorner = 0.15;    ///< 1.1 kHz
constexpr double kWorthATerm = 1.05;    ///< A better fit by this factor pays for a high-pass.
constexpr double kSharpest = 0.99;      ///< Coherence beyond which a bin gets no more weight.
constexpr double kSteepest = 3.0;       ///< Power of f beyond the band; 18 dB an octave.
constexpr double kUnknownBefore = 0.22;
constexpr double kUnknownAfter = 0.2;
constexpr double kUnknownSamples = 0.75;
constexpr double kUnknownDistorted = 8.0;

/// ln |H| within the band. Where nothing is known, because x is silent there or y does not follow,
/// a straight line over ln f: nothing played is no notch of the amp.
void fill_band(const ResponseSpectrum& s, std::vector<double>& log) {
  std::size_t last = s.lowest;
  log[last] = std::log(std::abs(s.response[0][last]) + 1e-12);
  for (std::size_t k = s.lowest + 1; k <= s.highest; ++k) {
    const double size = std::abs(s.response[0][k]);
    const bool known = size > 0.0 && s.coherence[k] >= kLeastTrustedCoherence;
    if (!known && k != s.highest) continue;
    log[k] = std::log(size + 1e-12);
    const double span = std::log(static_cast<double>(k) / static_cast<double>(last));
    for (std::size_t hole = last + 1; hole < k; ++hole) {
      const double along = std::log(static_cast<double>(hole) / static_cast<double>(last)) / span;
      log[hole] = log[last] + along * (log[k] - log[last]);
    }
    last = k;
  }
}

/// ln |H| on all bins: outside the band it goes on as steeply as in the octave at its edge.
std::vector<double> log_magnitude(const ResponseSpectrum& s) {
  std::vector<double> log(s.response[0].size());
  fill_band(s, log);
  const auto slope = [&](std::size_t a, std::size_t b) {
    return (log[b] - log[a]) / std::log(static_cast<double>(b) / static_cast<double>(a));
  };
  const std::size_t near_top =
      std::max(s.lowest, static_cast<std::size_t>(static_cast<double>(s.highest) / 1.5));
  const double above = std::clamp(slope(near_top, s.highest), -kSteepest, 0.0);
  const double below = std::clamp(slope(s.lowest, 2 * s.lowest), 0.0, 2.0);
  for (std::size_t k = 1; k < log.size(); ++k) {
    if (k >= s.lowest && k <= s.highest) continue;
    const std::size_t edge = k < s.lowest ? s.lowest : s.highest;
    log[k] = log[edge] + (k < s.lowest ? below : above) *
                             std::log(static_cast<double>(k) / static_cast<double>(edge));
  }
  log[0] = log[1];
  return log;
}

/// Phase that belongs to that magnitude: the folded cepstrum.
std::vector<double> minimum_phase(const std::vector<double>& log_magnitude) {
  const std::size_t size = 2 * (log_magnitude.size() - 1);
  RealFft cepstrum{size};
  std::copy(log_magnitude.begin(), log_magnitude.end(), cepstrum.spectrum().begin());
  cepstrum.inverse();
  const auto quefrency = cepstrum.time();
  for (std::size_t n = 1; n < size / 2; ++n) quefrency[n] *= 2.0;
  std::fill(quefrency.begin() + static_cast<std::ptrdiff_t>(size / 2 + 1), quefrency.end(), 0.0);
  cepstrum.forward();
  std::vector<double> phase(log_magnitude.size());
  for (std::size_t k = 0; k < phase.size(); ++k) phase[k] = cepstrum.spectrum()[k].imag();
  return phase;
}

/// Bins an equal step apart on the scale of octaves, with what the minimum phase leaves of them.
struct ExcessPhase {
  std::vector<double> omega;                 ///< rad/sample
  std::vector<std::complex<double>> phasor;  ///< Length: what the coherence says of the bin.
};

ExcessPhase excess_of(const ResponseSpectrum& s) {
  const auto phase = minimum_phase(log_magnitude(s));
  const double bin = std::numbers::pi / static_cast<double>(s.response[0].size() - 1);
  ExcessPhase excess;
  for (std::size_t k = s.lowest; k <= s.highest;
       k = std::max(k + 1, static_cast<std::size_t>(static_cast<double>(k) * kBinStep))) {
    const double coherence = std::min(s.coherence[k], kSharpest);
    excess.omega.push_back(bin * static_cast<double>(k));
    excess.phasor.push_back(
        std::polar(coherence / (1.0 - coherence), std::arg(s.response[0][k]) - phase[k]));
  }
  return excess;
}

/// High-passes whose magnitude a clipper has flattened away: their phase is still there.
void turn_back(ExcessPhase& excess, int count, double corner) {
  for (std::size_t i = 0; i < excess.omega.size(); ++i) {
    excess.phasor[i] *= std::polar(1.0, -count * std::atan(corner / excess.omega[i]));
  }
}

/// How well a delay explains the phases; signed: negative when inverted.
double fit_of(const ExcessPhase& excess, double delay) {
  double sum = 0.0;
  for (std::size_t i = 0; i < excess.omega.size(); ++i) {
    const double turn = excess.omega[i] * delay;
    sum += excess.phasor[i].real() * std::cos(turn) - excess.phasor[i].imag() * std::sin(turn);
  }
  return sum;
}

struct BestFit {
  double delay{0.0};
  double fit{0.0};
  void look(const ExcessPhase& excess, double from, double to, double step) {
    for (double at = from; at <= to; at += step) {
      const double here = fit_of(excess, at);
      if (std::abs(here) <= std::abs(fit)) continue;
      fit = here;
      delay = at;
    }
  }
};

/// The delay, and up to two equal high-passes, that explain most.
BestFit best_fit(const ExcessPhase& excess, double reach) {
  BestFit best;
  best.look(excess, -reach, reach, kCoarseStep);
  ExcessPhase chosen = excess;
  for (int count = 1; count <= 2; ++count) {
    for (double corner = kLeastCorner; corner < kMostCorner; corner *= 1.4) {
      ExcessPhase turned = excess;
      turn_back(turned, count, corner);
      BestFit found;
      found.look(turned, -reach, reach, kCoarseStep);
      if (std::abs(found.fit) < kWorthATerm * std::abs(best.fit)) continue;
      best = found;
      chosen = std::move(turned);
    }
  }
  best.look(chosen, best.delay - kCoarseStep, best.delay + kCoarseStep, kFineStep);
  return best;
}

}  // namespace

Measured<ExcessDelay> excess_delay(const ResponseSpectrum& spectrum, SampleRate rate) {
  if (spectrum.octaves() < kLeastOctaves) {
    return tl::unexpected(
        Refusal{Refusal::Reason::NoMatch, "no two octaves of the one sound answer the other"});
  }
  const BestFit best =
      best_fit(excess_of(spectrum), kReachSeconds * static_cast<double>(rate.value()));
  ExcessDelay found;
  found.samples = best.delay;
  found.polarity = best.fit < 0.0 ? -1 : 1;
  const double bin_hz = static_cast<double>(rate.value()) /
                        static_cast<double>(2 * (spectrum.response[0].size() - 1));
  found.lowest_hz = bin_hz * static_cast<double>(spectrum.lowest);
  found.highest_hz = bin_hz * static_cast<double>(spectrum.highest);
  const double period = static_cast<double>(rate.value()) / found.highest_hz;
  const double distorted = kUnknownDistorted * (1.0 - spectrum.mean_coherence());
  found.from_samples = found.samples - kUnknownBefore * period - distorted - kUnknownSamples;
  found.to_samples = found.samples + kUnknownAfter * period + kUnknownSamples;
  return found;
}

}  // namespace ampsweep::analysis
