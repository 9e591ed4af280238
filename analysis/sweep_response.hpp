// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/refusal.hpp"
#include "analysis/sweep_packets.hpp"
#include "signals/quantity.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::analysis {

/// One point of a harmonic's response. NaN level and phase where the order cannot be measured:
/// outside the sweep's full amplitude, above 0.45 x rate, or below limit_db.
struct ResponsePoint {
  double hz{0.0};         ///< Response frequency: order x excitation frequency.
  double level_db{0.0};   ///< Output of that order over the stimulus amplitude.
  double phase_deg{0.0};  ///< Relative to order x stimulus phase, as sines; -180 .. 180.
  double limit_db{0.0};   ///< Twice the rms that the noise after the sweep gives here; -inf where
                          ///< the recording ends too soon to know it.
};

/// How far an order's packet stands apart from what surrounds it (measurement.md 1.3).
enum class PacketValidity {
  Reliable,  ///< Edges below -40 dB of the peak.
  Marginal,
  Invalid,  ///< Edges above -12 dB: noise, or the order is not there.
};
[[nodiscard]] PacketValidity packet_validity(double edge_db);

struct HarmonicResponse {
  int order{1};
  std::vector<ResponsePoint> points;  ///< One per excitation frequency, in its order.
  double edge_db{0.0};  ///< Energy at the packet's edges over its peak; see packet_validity().
};

struct SweepResponse {
  std::vector<HarmonicResponse> orders;  ///< 1 .. orders, ascending.
  /// Strongest of the next two orders beyond those asked for, re the linear response at the same
  /// excitation: separation and noise, and whatever real harmonics are left up there. -inf when no
  /// excitation frequency leaves room for them.
  double ghost_dbc{0.0};
};

struct SweepOptions {
  int orders{10};  ///< 1 .. 50
  /// Excitation frequencies to report; empty: third-octave centres of the sweep's range.
  std::vector<double> excitation_hz;
};

/// Higher harmonic frequency responses from a recorded synchronized sweep.
///
/// Shape:    the sweep's first sample lies at recording[delay_samples], which need not be whole and
///           includes any head-room of an aligned take. The recording goes on for at least the
///           sweep's length; up to 1 s after it is used and must be the sweep's own decay and
///           silence.
/// Source:   Novak, Lotton, Simon, JAES 63(10) 2015; windows and validity as measurement.md 1.3.
/// Accuracy: 0.01 dB and 0.1 degree for orders 1..10 noise-free, from excitation at twice the
///           sweep's start up to 0.4 x rate; absent orders below -140 dBc; at 80 dB SNR within
///           0.05 dB for harmonics above -60 dBc; tests/analysis/sweep_response_test.cpp.
/// Limits:   each point sees 20 periods of its frequency (at least 10 ms) to either side:
/// resonances
///           up to Q = 20 are kept, echoes further out are not. An order's decay is also cut where
///           the next lower order's packet begins: L ln(n / (n-1)) / 2 after its peak (61 ms for
///           order 10 of an 8 s sweep).
/// Refuses:  TooShort, Silent, NotFinite, Clipped, NoMatch (recording is not this sweep at this
///           place), BadParameter.
/// Cost:     10 s, 10 orders, 31 frequencies: under 0.1 s; tests/bench/analysis_bench.cpp.
/// Thread:   any.
[[nodiscard]] Measured<SweepResponse> sweep_response(const signals::SweepSpec& sweep,
                                                     std::span<const float> recording,
                                                     SampleRate rate, double delay_samples,
                                                     const SweepOptions& options = {});

/// Same, from packets at hand; of the excitation frequencies, one not above 0 is no parameter.
/// Needs: packets.orders >= options.orders + kGhostOrders.
[[nodiscard]] Measured<SweepResponse> sweep_response(const SweepPackets& packets,
                                                     const SweepOptions& options = {});
inline constexpr int kGhostOrders = 2;  ///< Looked at beyond those asked for.

}  // namespace ampsweep::analysis
