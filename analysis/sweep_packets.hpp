// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <optional>
#include <span>

#include "analysis/deconvolution.hpp"
#include "analysis/harmonic_packet.hpp"
#include "analysis/refusal.hpp"
#include "analysis/spectrum.hpp"
#include "analysis/sweep_shape.hpp"

namespace ampsweep::analysis {

/// A recorded sweep taken apart: what every figure from a sweep is read off. Made by
/// separate_orders().
struct SweepPackets {
  SweepShape sweep;
  SampleRate rate;
  int orders{0};                       ///< Orders there is room for.
  SweepImpulses impulses;              ///< All orders on one time axis.
  std::optional<PowerSpectrum> noise;  ///< After the sweep; none: the recording ends too soon.
  double lowest_hz{0.0};               ///< Excitation at full amplitude.
  double highest_hz{0.0};
  double trusted_hz{
      0.0};  ///< From this excitation on the stated accuracy holds: below, the sweep's
             ///< own start ripples (0.8 dB at 1.2 x its start, 0.2 dB at 1.5).

  /// Needs: 1 <= order <= orders.
  [[nodiscard]] HarmonicPacket packet(int order) const;
  /// Output of the order at response frequency `hz` over the stimulus amplitude, phase relative to
  /// order x stimulus phase.
  [[nodiscard]] std::complex<double> response(const HarmonicPacket& packet, int order,
                                              double hz) const;
  /// Rms that the noise after the sweep gives response() at `hz`; 0 when the noise is not known.
  [[nodiscard]] double noise_response(const HarmonicPacket& packet, double hz) const;
  /// Whether the order can be measured there at all: excitation between trusted_hz and
  /// highest_hz, response below 0.45 x rate.
  [[nodiscard]] bool in_range(int order, double excitation_hz) const;
};

inline constexpr int kMostSweepOrders = 52;
inline constexpr double kHighestOfRate = 0.45;  ///< Above, converters roll off.

/// Deconvolves a recording whose sweep begins at recording[delay_samples] (need not be whole), with
/// room for `orders` orders. Up to 1 s after the sweep is used.
///
/// Refuses: TooShort, Silent, NotFinite, Clipped (three samples and more in a row at full scale),
///          NoMatch (not this sweep at this place), BadParameter.
[[nodiscard]] Measured<SweepPackets> separate_orders(const SweepShape& sweep,
                                                     std::span<const float> recording,
                                                     SampleRate rate, double delay_samples,
                                                     int orders);

}  // namespace ampsweep::analysis
