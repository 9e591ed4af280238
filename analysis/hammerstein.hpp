// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/refusal.hpp"
#include "analysis/sweep_packets.hpp"

namespace ampsweep::analysis {

/// A kernel's frequency response at one frequency. NaN level and phase outside the range, and below
/// the limit.
struct KernelPoint {
  double hz{0.0};
  double level_db{0.0};  ///< At the drive: the branch's output over the stimulus amplitude.
  double phase_deg{0.0};
  double limit_db{0.0};  ///< Twice the rms that the noise gives after conversion; -inf: not known.
};

struct HammersteinKernel {
  int power{1};
  std::vector<double> samples;  ///< Impulse response; time zero at HammersteinModel::zero.
  std::vector<KernelPoint> points;
};

/// Diagonal Volterra (parallel Hammerstein) model measured at one drive:
///   y = drive x sum over k of kernel_k * (x / drive)^k,  * being convolution.
struct HammersteinModel {
  double drive{1.0};  ///< Amplitude of the sweep it was measured with, full scale 1.
  SampleRate rate;
  SampleCount zero{0};
  double condition{1.0};                   ///< Of the conversion from harmonics to powers.
  std::vector<HammersteinKernel> kernels;  ///< Powers 1 .. N.
};

inline constexpr int kMostPowers = 7;

/// Kernels of the powers 1 .. `powers` from a sweep's higher harmonic responses: at each response
/// frequency H_n = sum_k A(k, n) G_k is solved for G.
///
/// `response_hz`: where points are wanted; empty: third octaves from 31 Hz to 0.45 x rate. A point
///           is given where every order that feeds the kernel was excited: from N' x
///           SweepPackets::trusted_hz, N' the highest order of the kernel's parity.
/// Kernels:  below n x the lowest frequency order n is taken as 0: there the lower powers carry
/// what
///           was measured with fewer orders. Even powers make no DC.
/// Source:   Novak, Simon, Kadlec, Lotton, IEEE Trans. Instrum. Meas. 59 (2010);
/// measurement.md 1.4. Accuracy: known polynomials with known filters: 0.05 dB for powers to 5
/// noise-free; output of
///           another sound predicted to ESR 1e-4; tests/analysis/hammerstein_test.cpp.
/// Limits:   one drive; orders above `powers` are taken as absent; no memory between branches.
/// Refuses:  BadParameter (powers outside 1 .. kMostPowers or above packets.orders).
[[nodiscard]] Measured<HammersteinModel> hammerstein(const SweepPackets& packets, int powers,
                                                     std::span<const double> response_hz = {});

/// What the model makes of `input`, same length, time zero kept. Powers are taken at (N + 1) / 2
/// times the rate, so that nothing aliases.
/// Needs:    a finite input at the model's rate.
/// Cost:     about 0.5 s for 10 s at 48 kHz and 7 powers.
[[nodiscard]] std::vector<float> predict(const HammersteinModel& model,
                                         std::span<const float> input);

}  // namespace ampsweep::analysis
