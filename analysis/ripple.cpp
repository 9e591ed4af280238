// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/ripple.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <optional>
#include <string>

#include "analysis/comb.hpp"
#include "analysis/idle_refusal.hpp"
#include "analysis/line_family.hpp"
#include "analysis/low_band.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kRippleLongestSeconds = 8.0;
constexpr int kRippleDecidingOrders = 2;
constexpr double kRippleReachHz = 0.5;
constexpr double kToneReach = 0.01;
constexpr double kRipplePresent = 5.0;
constexpr double kRippleLowestHz = 20.0;
constexpr double kRippleTopOfRate = 0.45;
constexpr double kRippleApartBins = 4.0;
constexpr double kToneOverNoise = 1000.0;

/// The stretch that is looked at, in double, and the tone found in it.
struct ToneInBand {
  std::vector<double> rest;  ///< Less the tone, its harmonics and the hum.
  double rate_hz{};
  Hertz frequency;
  std::complex<double> amplitude;
  std::vector<double> taken_hz;  ///< Where those and the hum stood.
};

double power_of(std::span<const double> x) {
  double sum = 0.0;
  double squares = 0.0;
  for (const double sample : x) {
    sum += sample;
    squares += sample * sample;
  }
  const double n = static_cast<double>(x.size());
  return squares / n - sum / n * (sum / n);
}

Refusal no_tone(Hertz tone, const char* why) {
  return {Refusal::Reason::NoMatch, "the recording is not a steady tone of " +
                                        std::to_string(std::lround(tone.value())) + " Hz: " + why};
}

Measured<ToneInBand> find_tone(std::span<const float> x, SampleRate rate, Hertz tone,
                               double highest_hz) {
  ToneInBand found;
  const LowBand low = low_band(x, rate, Hertz{highest_hz});
  found.rate_hz = low.rate_hz;
  std::vector<FamilyLine> harmonics;
  for (int n = 1; n * tone.value() * (1.0 + kToneReach) < 0.5 * low.rate_hz && n <= 30; ++n) {
    harmonics.push_back({Hertz{0.0}, static_cast<double>(n)});
  }
  const std::vector<LineSpectrum> spectrum{LineSpectrum(low.samples, low.rate_hz)};
  const Hertz start = search_family(spectrum, std::span(harmonics).first(1),
                                    (1.0 - kToneReach) * tone, (1.0 + kToneReach) * tone);
  if (spectrum.front().mean_square(start) < kToneOverNoise * spectrum.front().noise(start)) {
    return tl::unexpected(no_tone(tone, "nothing stands out within 1 % of it"));
  }
  const auto fundamental =
      fit_family(low.samples, low.rate_hz, std::span(harmonics).first(1), start);
  const auto fit = fit_family(low.samples, low.rate_hz, harmonics, fundamental.unknown);
  found.rest = without_lines(low.samples, low.rate_hz, harmonics, fit);
  if (power_of(found.rest) > 0.5 * power_of(low.samples)) {
    return tl::unexpected(no_tone(tone, "most of the sound lies beside it"));
  }
  found.frequency = fit.unknown;
  found.amplitude = fit.amplitude.front();
  for (const FamilyLine& line : harmonics) found.taken_hz.push_back(line.at(fit.unknown).value());
  return found;
}

/// Hum beside the tone would reach into the sidebands through the window's skirts.
void take_hum_out(ToneInBand& tone, double highest_hz) {
  const LineSpectrum spectrum(tone.rest, tone.rate_hz);
  const int orders = static_cast<int>(highest_hz / 60.0);
  const CombChoice comb = decide_mains({&spectrum, 1}, orders);
  if (comb.mains == Mains::None) return;
  const auto lines = comb_lines(orders);
  auto fit = fit_family(tone.rest, tone.rate_hz, lines, comb.line);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const double power = 0.5 * std::norm(fit.amplitude[i]);
    if (power > noise_excess(1, kLineMeasured) * fit.noise[i]) {
      tone.taken_hz.push_back(lines[i].at(fit.unknown).value());
    } else {
      fit.amplitude[i] = 0.0;
    }
  }
  tone.rest = without_lines(tone.rest, tone.rate_hz, lines, fit);
}

/// Lower and upper sideband lines, in that order for n = 1, 2, ...
std::vector<FamilyLine> sideband_lines(Hertz tone, int orders) {
  std::vector<FamilyLine> lines;
  for (int n = 1; n <= orders; ++n) {
    lines.push_back({tone, -2.0 * n});
    lines.push_back({tone, 2.0 * n});
  }
  return lines;
}

bool is_hidden(const ToneInBand& tone, Hertz at, double highest_hz) {
  if (at.value() < kRippleLowestHz || at.value() > highest_hz) return true;
  const double apart = kRippleApartBins * tone.rate_hz / static_cast<double>(tone.rest.size());
  return std::any_of(tone.taken_hz.begin(), tone.taken_hz.end(),
                     [&](double hz) { return std::abs(at.value() - hz) < apart; });
}

/// The sidebands that can be seen, with where they stand in the full list.
struct VisibleLines {
  std::vector<FamilyLine> lines;
  std::vector<std::size_t> place;
};

VisibleLines visible_lines(const ToneInBand& tone, Hertz line, int orders, double highest_hz) {
  const auto all = sideband_lines(tone.frequency, orders);
  VisibleLines visible;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (is_hidden(tone, all[i].at(line), highest_hz)) continue;
    visible.lines.push_back(all[i]);
    visible.place.push_back(i);
  }
  return visible;
}

struct RippleCandidate {
  Mains mains{Mains::None};
  Hertz line{50.0};
  double power{};
};

/// The first two orders decide: further out, a line frequency off by 0.5 Hz would reach hum itself.
RippleCandidate hold_sidebands(const ToneInBand& tone, const LineSpectrum& spectrum, Mains mains,
                               double highest_hz) {
  const Hertz nominal{mains == Mains::Hz60 ? 60.0 : 50.0};
  const auto visible = visible_lines(tone, nominal, kRippleDecidingOrders, highest_hz);
  if (visible.lines.empty()) return {};
  const Hertz reach{kRippleReachHz};
  RippleCandidate candidate;
  candidate.line = search_family({&spectrum, 1}, visible.lines, nominal - reach, nominal + reach);
  for (const FamilyLine& sideband : visible.lines) {
    const double power = spectrum.mean_square(sideband.at(candidate.line));
    const double noise = spectrum.noise(sideband.at(candidate.line));
    candidate.power += std::max(0.0, power - noise);
    const bool first = std::abs(sideband.slope) < 3.0;
    if (first && power > noise_excess(1, kRipplePresent) * noise) candidate.mains = mains;
  }
  return candidate;
}

RippleCandidate decide_ripple(const ToneInBand& tone, double highest_hz) {
  const LineSpectrum spectrum(tone.rest, tone.rate_hz);
  const auto europe = hold_sidebands(tone, spectrum, Mains::Hz50, highest_hz);
  const auto america = hold_sidebands(tone, spectrum, Mains::Hz60, highest_hz);
  if (america.mains != Mains::None &&
      (europe.mains == Mains::None || america.power > europe.power)) {
    return america;
  }
  return europe.mains != Mains::None ? europe : RippleCandidate{};
}

Sideband sideband_of(Hertz at, double power, double noise, double carrier) {
  const double needed = noise_excess(1, kLineMeasured) * noise;
  Sideband sideband{
      at,   decibels(0.0), Decibels{0.0}, decibels(std::sqrt(needed / carrier)), power > needed,
      false};
  if (!sideband.measured) return sideband;
  const double own = power - noise;
  sideband.level_dbc = decibels(std::sqrt(own / carrier));
  sideband.sigma =
      Decibels{10.0 / std::numbers::ln10 * std::sqrt(2.0 * own * noise + noise * noise) / own};
  return sideband;
}

void add_orders(const ToneInBand& tone, int orders, double highest_hz, Ripple& ripple) {
  const auto visible = visible_lines(tone, ripple.line, orders, highest_hz);
  const auto fit = fit_family(tone.rest, tone.rate_hz, visible.lines, ripple.line);
  if (ripple.mains != Mains::None) {
    ripple.line = fit.unknown;
    ripple.line_sigma = fit.sigma;
  }
  const double carrier = 0.5 * std::norm(tone.amplitude);
  std::vector<Sideband> sidebands;
  std::vector<std::complex<double>> share;  // Of the carrier, phase and all.
  for (const FamilyLine& line : sideband_lines(tone.frequency, orders)) {
    sidebands.push_back({line.at(ripple.line), decibels(0.0), Decibels{0.0}, decibels(0.0)});
    sidebands.back().hidden = true;
    share.emplace_back();
  }
  for (std::size_t i = 0; i < visible.lines.size(); ++i) {
    const std::size_t place = visible.place[i];
    sidebands[place] = sideband_of(sidebands[place].frequency, 0.5 * std::norm(fit.amplitude[i]),
                                   fit.noise[i], carrier);
    share[place] = fit.amplitude[i] / tone.amplitude;
  }
  for (int n = 1; n <= orders; ++n) {
    const auto lower = static_cast<std::size_t>(2 * n - 2);
    RippleOrder order{n, 2.0 * n * ripple.line, sidebands[lower], sidebands[lower + 1]};
    if (order.lower.measured && order.upper.measured) {
      // 1 + m cos is m/2 either side, mirrored; j b cos is j b/2 either side.
      order.am_percent = 100.0 * std::abs(share[lower + 1] + std::conj(share[lower]));
      order.pm_degrees =
          180.0 / std::numbers::pi * std::abs(share[lower + 1] - std::conj(share[lower]));
    }
    ripple.orders.push_back(order);
  }
}

std::optional<Refusal> objection_to_ripple(std::span<const float> x, SampleRate rate, Hertz tone,
                                           const RippleOptions& options) {
  if (const auto refusal = objection_to_idle(x, rate)) return refusal;
  if (tone.value() < 40.0 || tone.value() > kRippleTopOfRate * rate.value() - 200.0 ||
      options.orders < 1) {
    return Refusal{Refusal::Reason::BadParameter,
                   "ripple needs a tone from 40 Hz up with room for its sidebands"};
  }
  if (reaches_full_scale(x)) {
    return Refusal{Refusal::Reason::Clipped, "the recording reaches full scale"};
  }
  return std::nullopt;
}

}  // namespace

Measured<Ripple> measure_ripple(std::span<const float> x, SampleRate rate, Hertz tone,
                                const RippleOptions& options) {
  if (const auto refusal = objection_to_ripple(x, rate, tone, options)) {
    return tl::unexpected(*refusal);
  }
  const auto longest = samples(Seconds{kRippleLongestSeconds}, rate).value();
  x = x.first(std::min(x.size(), static_cast<std::size_t>(longest)));
  const double highest_hz =
      std::min(tone.value() * (1.0 + kToneReach) + 121.0 * options.orders + 30.0,
               kRippleTopOfRate * rate.value());
  auto found = find_tone(x, rate, tone, highest_hz);
  if (!found) return tl::unexpected(found.error());
  take_hum_out(*found, highest_hz);
  const RippleCandidate chosen = decide_ripple(*found, highest_hz);
  Ripple ripple;
  ripple.tone = found->frequency;
  ripple.tone_level = level_of_rms(std::abs(found->amplitude) / std::numbers::sqrt2);
  ripple.mains = chosen.mains;
  ripple.line = chosen.line;
  ripple.line_sigma = Hertz{std::numeric_limits<double>::infinity()};
  add_orders(*found, options.orders, highest_hz, ripple);
  return ripple;
}

}  // namespace ampsweep::analysis
