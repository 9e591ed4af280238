// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/coherence.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::analysis {
namespace {

constexpr double kBandRatio = 1.07;       ///< About a tenth of an octave.
constexpr double kFewestFreedoms = 32.0;  ///< Below this a band explains its own noise away.

/// First bin after the band that starts at `first`.
std::size_t band_end(const CrossSpectrum& spectrum, std::size_t first) {
  const std::size_t bins = spectrum.omega.size();
  const auto fewest = static_cast<std::size_t>(std::ceil(kFewestFreedoms * spectrum.oversampling));
  std::size_t end = std::min(first + fewest, bins);
  while (end < bins && spectrum.omega[end] < kBandRatio * spectrum.omega[first]) ++end;
  return bins - end < fewest ? bins : end;  // no short last band
}

/// The fitted path: delay, polarity and one first-order high-pass with the fitted corner. Unlike
/// the phase series c/w this stays finite towards 0 Hz, and it has the high-pass's magnitude.
std::complex<double> path(const PhaseFit& fit, double omega) {
  const double corner = std::max(fit[PhaseTerm::Ac], 0.0);
  const std::complex<double> high_pass = omega / std::complex<double>(omega, -corner);
  return high_pass * std::polar(1.0, fit[PhaseTerm::Constant] - omega * fit[PhaseTerm::Delay]);
}

/// Energy in bins [first, end) that the path times a straight line over frequency explains.
double explained(const CrossSpectrum& spectrum, const PhaseFit& fit, std::size_t first,
                 std::size_t end) {
  const double middle = 0.5 * (spectrum.omega[first] + spectrum.omega[end - 1]);
  const double half = std::max(0.5 * (spectrum.omega[end - 1] - spectrum.omega[first]), 1e-300);
  double s0 = 0.0;
  double s1 = 0.0;
  double s2 = 0.0;
  std::complex<double> t0;
  std::complex<double> t1;
  for (std::size_t k = first; k < end; ++k) {
    const double position = (spectrum.omega[k] - middle) / half;
    const std::complex<double> response = path(fit, spectrum.omega[k]);
    const std::complex<double> turned = spectrum.cross[k] * std::conj(response);
    const double power = spectrum.reference_power[k] * std::norm(response);
    s0 += power;
    s1 += power * position;
    s2 += power * position * position;
    t0 += turned;
    t1 += turned * position;
  }
  const double determinant = s0 * s2 - s1 * s1;
  if (s0 <= 0.0) return 0.0;
  if (determinant <= 1e-9 * s0 * s2) return std::norm(t0) / s0;
  return (s2 * std::norm(t0) - 2.0 * s1 * std::real(std::conj(t0) * t1) + s0 * std::norm(t1)) /
         determinant;
}

}  // namespace

Coherence split_power(const CrossSpectrum& spectrum, const PhaseFit& fit) {
  Coherence result;
  for (std::size_t first = 0; first < spectrum.omega.size();) {
    const std::size_t end = band_end(spectrum, first);
    double total = 0.0;
    for (std::size_t k = first; k < end; ++k) total += spectrum.recording_power[k];
    const double signal = std::min(explained(spectrum, fit, first, end), total);
    const double noise = total - signal;
    result.signal_energy += signal;
    result.noise_energy += noise;
    const double bins = static_cast<double>(end - first);
    result.noise.resize(end, noise / bins);
    result.signal.resize(end, signal / bins);
    first = end;
  }
  return result;
}

}  // namespace ampsweep::analysis
