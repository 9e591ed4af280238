// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sweep_response.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <optional>

#include "analysis/deconvolution.hpp"
#include "analysis/harmonic_packet.hpp"
#include "analysis/sound_check.hpp"
#include "analysis/spectrum.hpp"
#include "signals/level.hpp"
#include "signals/sweep.hpp"

namespace ampsweep::analysis {
namespace {

constexpr int kMostOrders = 50;
constexpr int kGhostOrders = 2;
constexpr double kHighest = 0.45;        ///< Of the rate: above, converters roll off.
constexpr double kFadeMargin = 1.1;      ///< Stay this factor off frequencies inside the fades.
constexpr double kDecaySeconds = 1.0;    ///< Of the recording after the sweep that is used.
constexpr double kSettledSeconds = 0.3;  ///< After the sweep, before its noise is read.
constexpr double kLeastNoiseSeconds = 0.1;
constexpr double kLeastConcentration = 15.0;  ///< Peak over rms; Gaussian noise alone reaches 6.
constexpr double kNearPlaceSeconds = 0.01;
constexpr double kLimitOverNoise = 2.0;

tl::unexpected<Refusal> refuse(Refusal::Reason reason, const char* detail) {
  return tl::unexpected(Refusal{reason, detail});
}

/// A sweep placed in its recording.
struct Placed {
  signals::ExponentialLaw law;
  double rate{48000.0};
  double amplitude{1.0};
  std::int64_t length{0};        ///< Of the sweep.
  std::span<const float> sound;  ///< From `early` before the sweep's first sample on.
  double early{0.0};             ///< Fraction of a sample.
  double lowest_hz{0.0};         ///< Excitation at full amplitude.
  double highest_hz{0.0};
};

bool usable(const signals::SweepSpec& sweep, SampleRate rate, const SweepOptions& options) {
  const double from = sweep.from.value();
  const double to = sweep.to.value();
  if (rate.value() <= 0 || !(from > 0.0) || !(to > from)) return false;
  if (to > 0.5 * static_cast<double>(rate.value()) || sweep.length.value() <= 0) return false;
  const double seconds_long = seconds(sweep.length, rate).value();
  if (std::round(from * seconds_long / std::log(to / from)) < 1.0) return false;
  if (sweep.fade_in.value() < 0 || sweep.fade_out.value() < 0) return false;
  if (options.orders < 1 || options.orders > kMostOrders) return false;
  return std::all_of(options.excitation_hz.begin(), options.excitation_hz.end(),
                     [](double hz) { return std::isfinite(hz) && hz > 0.0; });
}

Measured<Placed> place(const signals::SweepSpec& sweep, std::span<const float> recording,
                       SampleRate rate, double delay_samples, const SweepOptions& options) {
  if (!usable(sweep, rate, options) || !std::isfinite(delay_samples)) {
    return refuse(Refusal::Reason::BadParameter, "the sweep, its place or the orders are unusable");
  }
  Placed placed;
  placed.law = signals::sweep_law(sweep, rate);
  placed.rate = static_cast<double>(rate.value());
  placed.amplitude = amplitude(sweep.level);
  placed.length = signals::sweep_length(sweep, rate).value();
  const double whole = std::floor(delay_samples);
  if (whole < 0.0 ||
      whole + static_cast<double>(placed.length) > static_cast<double>(recording.size())) {
    return refuse(Refusal::Reason::TooShort, "the recording does not hold the whole sweep");
  }
  placed.early = delay_samples - whole;
  const auto from_start = recording.subspan(static_cast<std::size_t>(whole));
  const auto wanted = static_cast<std::size_t>(placed.length) +
                      static_cast<std::size_t>(kDecaySeconds * placed.rate);
  placed.sound = from_start.first(std::min(wanted, from_start.size()));
  if (!all_finite(placed.sound)) {
    return refuse(Refusal::Reason::NotFinite, "the recording is not finite");
  }
  if (peak(placed.sound) == 0.0) {
    return refuse(Refusal::Reason::Silent, "the recording is silent");
  }
  const SampleCount full_until = SampleCount{placed.length} - sweep.fade_out;
  placed.lowest_hz = kFadeMargin * placed.law.frequency_at(seconds(sweep.fade_in, rate)).value();
  placed.highest_hz = placed.law.frequency_at(seconds(full_until, rate)).value() / kFadeMargin;
  return placed;
}

/// The right sweep shrinks to a few sharp packets, and the sharpest stands where an order belongs.
bool is_this_sweep(const SweepImpulses& impulses, const Placed& placed) {
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
  const double ahead_s = (lag > 0.5 * size ? size - lag : -lag) / placed.rate;
  for (int order = 1; order <= kMostOrders; ++order) {
    if (std::abs(placed.law.advance(order).value() - ahead_s) < kNearPlaceSeconds) return true;
  }
  return false;
}

std::vector<double> third_octaves(const Placed& placed) {
  std::vector<double> hz;
  for (int third = -30; third <= 20; ++third) {
    const double centre = 1000.0 * std::exp2(third / 3.0);
    if (centre >= placed.lowest_hz && centre <= placed.highest_hz) hz.push_back(centre);
  }
  return hz;
}

/// Density of the silence after the sweep, if the recording goes on long enough to hear it.
std::optional<PowerSpectrum> noise_after(const Placed& placed, SampleRate rate) {
  const auto from = static_cast<std::size_t>(placed.length) +
                    static_cast<std::size_t>(kSettledSeconds * placed.rate);
  const auto least = static_cast<std::size_t>(kLeastNoiseSeconds * placed.rate);
  if (placed.sound.size() < from + least) return std::nullopt;
  const auto spectrum = power_spectrum(placed.sound.subspan(from), rate, least / 2);
  return spectrum ? std::optional(*spectrum) : std::nullopt;
}

/// Rms of a packet's response at `hz` from noise alone: the density (both sides: half of it, times
/// the rate, is the power per sample) through the inverse filter and the window.
double noise_response(const PowerSpectrum& noise, const HarmonicPacket& packet,
                      const Placed& placed, double hz) {
  constexpr double kWidth = 1.12;  // a sixth of an octave on either side
  const double top = std::min(hz * kWidth, 0.5 * placed.rate);
  const double low = std::min(hz / kWidth, top - 2.0 * noise.step.value());
  const double density = noise.power_between(Hertz{low}, Hertz{top}) / (top - low);
  return std::sqrt(0.5 * density * placed.rate) * inverse_magnitude(placed.law, hz, placed.rate) *
         packet.noise_gain(hz);
}

bool in_range(const Placed& placed, int order, double excitation_hz) {
  return excitation_hz >= placed.lowest_hz && excitation_hz <= placed.highest_hz &&
         order * excitation_hz <= kHighest * placed.rate;
}

ResponsePoint point_at(const HarmonicPacket& packet, int order, double excitation_hz,
                       const Placed& placed, const std::optional<PowerSpectrum>& noise) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const double none = -std::numeric_limits<double>::infinity();
  ResponsePoint point{order * excitation_hz, kNan, kNan, none};
  if (!in_range(placed, order, excitation_hz)) return point;
  if (noise) {
    const double rms_level = noise_response(*noise, packet, placed, point.hz);
    point.limit_db = 20.0 * std::log10(kLimitOverNoise * rms_level / placed.amplitude);
  }
  const std::complex<double> response = packet.response(point.hz) / placed.amplitude;
  const double level = 20.0 * std::log10(std::abs(response));
  if (level < point.limit_db) return point;
  point.level_db = level;
  point.phase_deg = std::arg(response) * 180.0 / std::numbers::pi;
  return point;
}

/// `linear`: the linear response at each excitation frequency, NaN where it is unknown.
double ghost_level(const SweepImpulses& impulses, const Placed& placed, int orders,
                   std::span<const double> excitation_hz, std::span<const ResponsePoint> linear) {
  double strongest = 0.0;
  for (int order = orders + 1; order <= orders + kGhostOrders; ++order) {
    const HarmonicPacket packet(impulses, placed.law, order);
    for (std::size_t i = 0; i < excitation_hz.size(); ++i) {
      const double hz = excitation_hz[i];
      if (!in_range(placed, order, hz) || std::isnan(linear[i].level_db)) continue;
      const double level = std::abs(packet.response(order * hz)) / placed.amplitude;
      strongest = std::max(strongest, level / ratio(Decibels{linear[i].level_db}));
    }
  }
  return 20.0 * std::log10(strongest);
}

}  // namespace

Measured<SweepResponse> sweep_response(const signals::SweepSpec& sweep,
                                       std::span<const float> recording, SampleRate rate,
                                       double delay_samples, const SweepOptions& options) {
  const Measured<Placed> placed = place(sweep, recording, rate, delay_samples, options);
  if (!placed) return tl::unexpected(placed.error());
  const double room_s = placed->law.advance(options.orders + kGhostOrders + 1).value();
  const SweepImpulses impulses =
      deconvolve(placed->sound, placed->law, rate, room_s, placed->early);
  if (!is_this_sweep(impulses, *placed)) {
    return refuse(Refusal::Reason::NoMatch, "the recording does not hold this sweep at this place");
  }
  const std::vector<double> excitation =
      options.excitation_hz.empty() ? third_octaves(*placed) : options.excitation_hz;
  const auto noise = noise_after(*placed, rate);
  SweepResponse result;
  for (int order = 1; order <= options.orders; ++order) {
    const HarmonicPacket packet(impulses, placed->law, order);
    HarmonicResponse response{order, {}, packet.edge_db()};
    for (const double hz : excitation) {
      response.points.push_back(point_at(packet, order, hz, *placed, noise));
    }
    result.orders.push_back(std::move(response));
  }
  result.ghost_dbc =
      ghost_level(impulses, *placed, options.orders, excitation, result.orders.front().points);
  return result;
}

}  // namespace ampsweep::analysis
