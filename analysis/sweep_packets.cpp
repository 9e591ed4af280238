// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sweep_packets.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kFadeMargin = 1.1;      ///< Stay this factor off frequencies inside the fades.
constexpr double kStartMargin = 1.9;     ///< Over the sweep's start: its spectrum ripples there.
constexpr double kDecaySeconds = 1.0;    ///< Of the recording after the sweep that is used.
constexpr double kSettledSeconds = 0.3;  ///< After the sweep, before its noise is read.
constexpr double kLeastNoiseSeconds = 0.1;
constexpr double kLeastConcentration = 15.0;  ///< Peak over rms; Gaussian noise alone reaches 6.
constexpr double kNearPlaceSeconds = 0.01;
constexpr std::int64_t kSweepClippedRun = 3;  ///< Equal samples at full scale; a sine's top has two.

tl::unexpected<Refusal> refuse_sweep(Refusal::Reason reason, const char* detail) {
  return tl::unexpected(Refusal{reason, detail});
}

bool is_usable(const SweepShape& sweep, SampleRate rate, int orders) {
  if (rate.value() <= 0 || orders < 1 || orders > kMostSweepOrders) return false;
  if (!(sweep.law.from.value() > 0.0) || !(sweep.law.growth.value() > 0.0)) return false;
  return sweep.length.value() > 0 && sweep.amplitude > 0.0 && std::isfinite(sweep.phase_cycles);
}

/// Samples stuck at full scale. A float recording may pass beyond it: that alone is no clipping.
bool is_clipped(std::span<const float> sound) {
  const auto runs = clipped_runs(sound);
  return std::any_of(runs.begin(), runs.end(), [](const ClippedRun& run) {
    return run.length.value() >= kSweepClippedRun && std::abs(run.value) <= 1.0F;
  });
}

/// The stretch of the recording that holds the sweep and its decay.
Measured<std::span<const float>> stretch_of(const SweepShape& sweep,
                                            std::span<const float> recording, SampleRate rate,
                                            double delay_samples) {
  const double whole = std::floor(delay_samples);
  if (whole < 0.0 ||
      whole + static_cast<double>(sweep.length.value()) > static_cast<double>(recording.size())) {
    return refuse_sweep(Refusal::Reason::TooShort, "the recording does not hold the whole sweep");
  }
  const auto from_start = recording.subspan(static_cast<std::size_t>(whole));
  const auto wanted = static_cast<std::size_t>(sweep.length.value()) +
                      static_cast<std::size_t>(kDecaySeconds * rate.value());
  const auto sound = from_start.first(std::min(wanted, from_start.size()));
  if (!analysis::all_finite(sound)) {
    return refuse_sweep(Refusal::Reason::NotFinite,
                        "the recording holds samples that are no numbers (NaN or infinity)");
  }
  if (analysis::peak(sound) == 0.0) {
    return refuse_sweep(Refusal::Reason::Silent, "the recording is silent");
  }
  if (is_clipped(sound)) {
    return refuse_sweep(Refusal::Reason::Clipped,
                        "the recording is clipped: turn the input down and record again");
  }
  return sound;
}

/// The right sweep shrinks to a few sharp packets, and the sharpest stands where an order belongs.
bool is_this_sweep(const SweepImpulses& impulses, const signals::ExponentialLaw& law) {
  double power = 0.0;
  std::size_t sharpest = 0;
  for (std::size_t i = 0; i < impulses.samples.size(); ++i) {
    power += impulses.samples[i] * impulses.samples[i];
    if (std::abs(impulses.samples[i]) > std::abs(impulses.samples[sharpest])) sharpest = i;
  }
  const double rms_level = std::sqrt(power / static_cast<double>(impulses.samples.size()));
  if (std::abs(impulses.samples[sharpest]) < kLeastConcentration * rms_level) return false;
  const auto size = static_cast<double>(impulses.samples.size());
  const auto lag = static_cast<double>(sharpest);
  const double ahead_s = (lag > 0.5 * size ? size - lag : -lag) / impulses.rate;
  for (int order = 1; order <= kMostSweepOrders; ++order) {
    if (std::abs(law.advance(order).value() - ahead_s) < kNearPlaceSeconds) return true;
  }
  return false;
}

/// Density of the silence after the sweep, if the recording goes on long enough to hear it.
std::optional<PowerSpectrum> noise_after(const SweepShape& sweep, std::span<const float> sound,
                                         SampleRate rate) {
  const auto from = static_cast<std::size_t>(sweep.length.value()) +
                    static_cast<std::size_t>(kSettledSeconds * rate.value());
  const auto least = static_cast<std::size_t>(kLeastNoiseSeconds * rate.value());
  if (sound.size() < from + least) return std::nullopt;
  const auto spectrum = power_spectrum(sound.subspan(from), rate, least / 2);
  return spectrum ? std::optional(*spectrum) : std::nullopt;
}

}  // namespace

HarmonicPacket SweepPackets::packet(int order) const { return {impulses, sweep.law, order}; }

std::complex<double> SweepPackets::response(const HarmonicPacket& packet, int order,
                                            double hz) const {
  const double turn = -2.0 * std::numbers::pi * std::remainder(order * sweep.phase_cycles, 1.0);
  return packet.response(hz) * std::polar(1.0 / sweep.amplitude, turn);
}

/// The density (both sides: half of it, times the rate, is the power per sample) through the
/// inverse filter and the window.
double SweepPackets::noise_response(const HarmonicPacket& packet, double hz) const {
  if (!noise) return 0.0;
  constexpr double kWidth = 1.12;  // a sixth of an octave on either side
  const double top = std::min(hz * kWidth, 0.5 * impulses.rate);
  const double low = std::min(hz / kWidth, top - 2.0 * noise->step.value());
  const double density = noise->power_between(Hertz{low}, Hertz{top}) / (top - low);
  return std::sqrt(0.5 * density * impulses.rate) *
         inverse_magnitude(sweep.law, hz, impulses.rate) * packet.noise_gain(hz) / sweep.amplitude;
}

bool SweepPackets::in_range(int order, double excitation_hz) const {
  return excitation_hz >= trusted_hz && excitation_hz <= highest_hz &&
         order * excitation_hz <= kHighestOfRate * impulses.rate;
}

Measured<SweepPackets> separate_orders(const SweepShape& sweep, std::span<const float> recording,
                                       SampleRate rate, double delay_samples, int orders) {
  if (!is_usable(sweep, rate, orders) || !std::isfinite(delay_samples)) {
    return refuse_sweep(Refusal::Reason::BadParameter,
                        "the sweep, its place or the orders are unusable");
  }
  const auto sound = stretch_of(sweep, recording, rate, delay_samples);
  if (!sound) return tl::unexpected(sound.error());
  const double early = delay_samples - std::floor(delay_samples);
  const double room_s = sweep.law.advance(orders + 1).value();
  SweepPackets packets{sweep, rate, orders, deconvolve(*sound, sweep.law, rate, room_s, early),
                       {},    0.0,  0.0,    0.0};
  if (!is_this_sweep(packets.impulses, sweep.law)) {
    return refuse_sweep(Refusal::Reason::NoMatch,
                        "the recording does not hold this sweep at this place");
  }
  packets.noise = noise_after(sweep, *sound, rate);
  packets.lowest_hz = kFadeMargin * sweep.law.frequency_at(seconds(sweep.full_from, rate)).value();
  packets.highest_hz =
      sweep.law.frequency_at(seconds(sweep.full_until, rate)).value() / kFadeMargin;
  packets.trusted_hz = std::max(packets.lowest_hz, kStartMargin * sweep.law.from.value());
  return packets;
}

}  // namespace ampsweep::analysis
