// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// Cross-spectrum of a recording with its reference on some bins of an FFT.
struct CrossSpectrum {
  std::vector<double> omega;                ///< rad/sample, ascending, > 0.
  std::vector<std::complex<double>> cross;  ///< Recording x conj(reference).
  std::vector<double> reference_power;      ///< |reference|^2
  std::vector<double> recording_power;      ///< |recording|^2
  double oversampling{1.0};                 ///< FFT size over samples recorded: bins per freedom.
};

/// Terms of the phase model arg H = constant - w delay + ac / w + cubic / w^3.
enum class PhaseTerm { Delay, Ac, AcCubic, Constant };
inline constexpr std::size_t kPhaseTerms = 4;

struct PhaseFit {
  std::array<double, kPhaseTerms> value{};  ///< Indexed by PhaseTerm; w in rad/sample.
  std::array<double, kPhaseTerms> sigma{};  ///< 0 for terms that were held.
  double coherence{
      0.0};  ///< In-phase share of the cross-spectrum, -1..1; 1 = the model explains all.
  bool converged{false};

  [[nodiscard]] double operator[](PhaseTerm term) const {
    return value[static_cast<std::size_t>(term)];
  }
  [[nodiscard]] double& operator[](PhaseTerm term) { return value[static_cast<std::size_t>(term)]; }
  [[nodiscard]] double sigma_of(PhaseTerm term) const {
    return sigma[static_cast<std::size_t>(term)];
  }
};

/// Finds the terms in `free` that maximise sum trust Re(cross exp(-j phase)), by Newton steps from
/// `start`; the other terms keep their start values. That is the maximum-likelihood delay in white
/// noise: no unwrapping, so no threshold at low SNR.
///
/// sigma comes from the scatter of the quadrature part (sandwich estimate), so that unmodelled
/// phase counts as doubt too.
///
/// Needs:  `trust` one weight per bin, >= 0; at least one bin per free term.
/// Source: measurement.md 3.2 (Newton), 3.4 (phase model).
[[nodiscard]] PhaseFit fit_phase(const CrossSpectrum& spectrum, std::span<const double> trust,
                                 PhaseFit start, std::span<const PhaseTerm> free);

/// Phase of the model at `omega`.
[[nodiscard]] double model_phase(const PhaseFit& fit, double omega);

}  // namespace ampsweep::analysis
