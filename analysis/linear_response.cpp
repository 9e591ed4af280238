// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/linear_response.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <string>

#include "analysis/fft.hpp"
#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kDecayUsed = 1.0;        ///< Seconds after the sweep.
constexpr double kRegularisation = 1e-7;  ///< Re the sweep's own power at that frequency.
constexpr double kLimitOverLinearNoise = 2.0;
constexpr double kLongestImpulse = 0.5;  ///< s

/// 1 from `from` to `to`, 0 an octave below and a tenth above, raised cosine between.
double inverse_band(double hz, double from, double to) {
  const auto edge = [](double share) {
    return 0.5 + 0.5 * std::cos(std::numbers::pi * std::clamp(share, 0.0, 1.0));
  };
  return edge(2.0 * (1.0 - hz / from)) * edge(10.0 * (hz / to - 1.0));
}

void load_centred(RealFft& fft, std::span<const float> sound) {
  const double centre = analysis::mean(sound);
  std::fill(fft.time().begin(), fft.time().end(), 0.0);
  for (std::size_t i = 0; i < sound.size(); ++i) {
    fft.time()[i] = static_cast<double>(sound[i]) - centre;
  }
  fft.forward();
}

/// Gain of the loopback path where the sweep is strong: what turns its analytic power into that of
/// the recorded loopback.
double gain_of(std::span<const float> loopback, const SweepShape& sweep) {
  const auto body =
      loopback.subspan(static_cast<std::size_t>(sweep.full_from.value()),
                       static_cast<std::size_t>((sweep.full_until - sweep.full_from).value()));
  return analysis::rms(body) * std::numbers::sqrt2 / sweep.amplitude;
}

/// h = Y conj(X) / (|X|^2 + e), on one circular time axis.
SweepImpulses divided(std::span<const float> recording, std::span<const float> loopback,
                      const SweepShape& sweep, SampleRate rate, double offset_samples) {
  const double fs = static_cast<double>(rate.value());
  const std::size_t size =
      good_fft_size(recording.size() + static_cast<std::size_t>(kDecayUsed * fs));
  RealFft y(size);
  RealFft x(size);
  load_centred(y, recording);
  load_centred(x, loopback);
  const double gain = gain_of(loopback, sweep) * sweep.amplitude;
  y.spectrum()[0] = 0.0;
  for (std::size_t k = 1; k < y.spectrum().size(); ++k) {
    const double hz = static_cast<double>(k) * fs / static_cast<double>(size);
    const double band = inverse_band(hz, sweep.law.from.value(),
                                     std::min(sweep.to(rate).value(), kHighestOfRate * fs));
    if (band == 0.0) {
      y.spectrum()[k] = 0.0;
      continue;
    }
    const double own = gain * 0.5 * std::sqrt(sweep.law.growth.value() / hz) * fs;
    const std::complex<double> in = x.spectrum()[k];
    const double shift = 2.0 * std::numbers::pi * static_cast<double>(k) /
                         static_cast<double>(size) * offset_samples;
    y.spectrum()[k] *=
        std::polar(band, shift) * std::conj(in) / (std::norm(in) + kRegularisation * own * own);
  }
  y.inverse();
  return {{y.time().begin(), y.time().end()}, fs};
}

tl::unexpected<Refusal> refuse_naming(const char* which, Refusal refusal) {
  refusal.detail = std::string(which) + ": " + refusal.detail;
  return tl::unexpected(std::move(refusal));
}

LinearPoint linear_point(const SweepPackets& linear, const HarmonicPacket& packet,
                         const SweepPackets& recorded, const SweepPackets& looped, double hz) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  LinearPoint point{hz, kNan, kNan, kNan, -std::numeric_limits<double>::infinity()};
  if (!linear.in_range(1, hz)) return point;
  if (recorded.noise) {
    const double noise = recorded.noise_response(recorded.packet(1), hz) /
                         std::abs(looped.response(looped.packet(1), 1, hz));
    point.limit_db = 20.0 * std::log10(kLimitOverLinearNoise * noise);
  }
  const std::complex<double> response = linear.response(packet, 1, hz);
  const double level = 20.0 * std::log10(std::abs(response));
  if (level < point.limit_db) return point;
  point.level_db = level;
  point.phase_deg = std::arg(response) * 180.0 / std::numbers::pi;
  point.group_delay_s = packet.group_delay(hz).value();
  return point;
}

std::vector<double> linear_grid(const SweepPackets& packets) {
  std::vector<double> hz;
  for (int third = -20; third <= 15; ++third) {
    const double centre = 1000.0 * std::exp2(third / 3.0);
    if (packets.in_range(1, centre)) hz.push_back(centre);
  }
  return hz;
}

std::span<const float> used_part(std::span<const float> sound, const SweepShape& sweep,
                                 SampleRate rate, double delay_samples) {
  const auto from = sound.subspan(static_cast<std::size_t>(delay_samples));
  const auto wanted = static_cast<std::size_t>(sweep.length.value()) +
                      static_cast<std::size_t>(kDecayUsed * rate.value());
  return from.first(std::min(from.size(), wanted));
}

}  // namespace

Measured<LinearResponse> linear_response(const SweepShape& sweep, std::span<const float> recording,
                                         std::span<const float> loopback, SampleRate rate,
                                         double delay_samples, const LinearOptions& options) {
  if (!std::isfinite(options.offset_samples)) {
    return tl::unexpected(Refusal{Refusal::Reason::BadParameter, "the offset is no number"});
  }
  const auto looped = separate_orders(sweep, loopback, rate, delay_samples, 2);
  if (!looped) return refuse_naming("loopback", looped.error());
  const auto recorded = separate_orders(sweep, recording, rate, delay_samples, 2);
  if (!recorded) return refuse_naming("recording", recorded.error());
  SweepPackets linear{
      sweep, rate, 1, {}, {}, looped->lowest_hz, looped->highest_hz, looped->trusted_hz};
  linear.sweep.amplitude = 1.0;
  linear.sweep.phase_cycles = 0.0;
  linear.impulses =
      divided(used_part(recording, sweep, rate, delay_samples),
              used_part(loopback, sweep, rate, delay_samples), sweep, rate, options.offset_samples);
  const HarmonicPacket packet = linear.packet(1);
  LinearResponse result;
  for (const double hz : options.hz.empty() ? linear_grid(linear) : options.hz) {
    result.points.push_back(linear_point(linear, packet, *recorded, *looped, hz));
  }
  result.impulse = order_impulse(
      linear, 1, SampleCount{static_cast<std::int64_t>(kLongestImpulse * rate.value())});
  return result;
}

}  // namespace ampsweep::analysis
