// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/hum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "analysis/comb.hpp"
#include "analysis/idle_refusal.hpp"
#include "analysis/line_family.hpp"
#include "analysis/low_band.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kHumStretchSeconds = 4.0;
constexpr int kHumBuzzFrom = 4;
constexpr double kHumTopOfRate = 0.35;

/// The recording's low band cut into equal stretches.
struct CutLowBand {
  LowBand low;
  std::size_t count{};
  std::size_t length{};
  [[nodiscard]] std::span<const double> stretch(std::size_t i) const {
    return std::span(low.samples).subspan(i * length, length);
  }
};

CutLowBand cut_low_band(std::span<const float> x, SampleRate rate, int orders) {
  CutLowBand cut{low_band(x, rate, Hertz{orders * (60.0 + kCombReach.value()) + 30.0}), 1, 0};
  const double total_s = seconds(SampleCount{static_cast<std::int64_t>(x.size())}, rate).value();
  cut.count = static_cast<std::size_t>(std::max(1.0, std::floor(total_s / kHumStretchSeconds)));
  cut.length = cut.low.samples.size() / cut.count;
  return cut;
}

CombChoice choose_comb(const CutLowBand& cut, int orders) {
  std::vector<LineSpectrum> spectra;
  for (std::size_t i = 0; i < cut.count; ++i) {
    spectra.emplace_back(cut.stretch(i), cut.low.rate_hz);
  }
  return decide_mains(spectra, orders);
}

/// Powers of the lines averaged over the stretches, and what is measured of them.
std::vector<HumLine> average_lines(std::span<const FamilyFit> fits, Hertz line, int orders) {
  const double count = static_cast<double>(fits.size());
  const double needed = noise_excess(fits.size(), kLineMeasured);
  std::vector<HumLine> lines;
  for (int n = 1; n <= orders; ++n) {
    double power = 0.0;
    double noise = 0.0;
    for (const FamilyFit& fit : fits) {
      power += 0.5 * std::norm(fit.amplitude[static_cast<std::size_t>(n - 1)]) / count;
      noise += fit.noise[static_cast<std::size_t>(n - 1)] / count;
    }
    HumLine entry{n,
                  n * line,
                  level_of_rms(0.0),
                  Decibels{0.0},
                  level_of_rms(std::sqrt(needed * noise)),
                  power > needed * noise};
    if (entry.measured) {
      const double own = power - noise;
      entry.level = level_of_rms(std::sqrt(own));
      entry.sigma = Decibels{10.0 / std::numbers::ln10 *
                             std::sqrt((2.0 * own * noise + noise * noise) / count) / own};
    }
    lines.push_back(entry);
  }
  return lines;
}

void add_line_frequency(std::span<const FamilyFit> fits, Hum& hum) {
  double weight = 0.0;
  double sum = 0.0;
  double lowest = std::numeric_limits<double>::infinity();
  double highest = -lowest;
  for (const FamilyFit& fit : fits) {
    if (!std::isfinite(fit.sigma.value())) continue;
    const double trust = 1.0 / std::max(fit.sigma.value() * fit.sigma.value(), 1e-24);
    weight += trust;
    sum += trust * fit.unknown.value();
    lowest = std::min(lowest, fit.unknown.value());
    highest = std::max(highest, fit.unknown.value());
  }
  hum.line_sigma = Hertz{std::numeric_limits<double>::infinity()};
  if (weight == 0.0) return;
  hum.line = Hertz{sum / weight};
  hum.line_sigma = Hertz{1.0 / std::sqrt(weight)};
  hum.line_spread = Hertz{highest - lowest};
}

void add_totals(Hum& hum) {
  double total = 0.0;
  double buzz = 0.0;
  double variance = 0.0;
  for (const HumLine& line : hum.lines) {
    if (!line.measured) continue;
    const double rms = rms_amplitude(line.level);
    const double sigma = rms * rms * line.sigma.value() * std::numbers::ln10 / 10.0;
    total += rms * rms;
    variance += sigma * sigma;
    if (line.order >= kHumBuzzFrom) buzz += rms * rms;
  }
  hum.total = level_of_rms(std::sqrt(total));
  hum.buzz = level_of_rms(std::sqrt(buzz));
  hum.total_sigma =
      Decibels{total > 0.0 ? 10.0 / std::numbers::ln10 * std::sqrt(variance) / total : 0.0};
}

HumStretch hum_stretch(const CutLowBand& cut, std::size_t i, std::size_t size,
                      const FamilyFit& fit) {
  const double factor = cut.low.factor;
  const auto edge = [&](std::size_t low) {
    return static_cast<std::size_t>(cut.low.first + static_cast<double>(low) * factor);
  };
  const double mid =
      static_cast<double>(i * cut.length) + 0.5 * (static_cast<double>(cut.length) - 1.0);
  return {i == 0 ? 0 : edge(i * cut.length), i + 1 == cut.count ? size : edge((i + 1) * cut.length),
          cut.low.first + mid * factor, fit.unknown, fit.amplitude};
}

}  // namespace

Measured<Hum> measure_hum(std::span<const float> x, SampleRate rate, const HumOptions& options) {
  if (const auto refusal = objection_to_idle(x, rate)) return tl::unexpected(*refusal);
  const int room = static_cast<int>(kHumTopOfRate * rate.value() / 61.0);
  if (options.orders < kCombFirstOrders) {
    return tl::unexpected(
        Refusal{Refusal::Reason::BadParameter, "a hum is judged by four harmonics or more"});
  }
  const int orders = std::min(options.orders, room);
  const CutLowBand cut = cut_low_band(x, rate, orders);
  const CombChoice comb = choose_comb(cut, orders);
  Hum hum;
  hum.mains = comb.mains;
  hum.line = comb.line;
  hum.total = hum.buzz = level_of_rms(0.0);
  hum.limit = level_of_rms(std::sqrt(comb.limit));
  if (comb.mains == Mains::None) return hum;
  const auto lines = comb_lines(orders);
  std::vector<FamilyFit> fits;
  for (std::size_t i = 0; i < cut.count; ++i) {
    fits.push_back(fit_family(cut.stretch(i), cut.low.rate_hz, lines, comb.line));
    hum.stretches.push_back(hum_stretch(cut, i, x.size(), fits.back()));
  }
  add_line_frequency(fits, hum);
  hum.lines = average_lines(fits, hum.line, orders);
  add_totals(hum);
  return hum;
}

std::vector<float> without_hum(std::span<const float> x, SampleRate rate, const Hum& hum) {
  std::vector<double> rest(x.begin(), x.end());
  for (const HumStretch& stretch : hum.stretches) {
    for (const HumLine& line : hum.lines) {
      if (!line.measured) continue;
      const double turn = 2.0 * std::numbers::pi * line.order * stretch.line.value() / rate.value();
      const auto step = std::polar(1.0, turn);
      auto phasor = stretch.amplitude[static_cast<std::size_t>(line.order - 1)] *
                    std::polar(1.0, turn * (static_cast<double>(stretch.begin) - stretch.middle));
      for (std::size_t n = stretch.begin; n < stretch.end; ++n) {
        rest[n] -= phasor.real();
        phasor = {phasor.real() * step.real() - phasor.imag() * step.imag(),
                  phasor.real() * step.imag() + phasor.imag() * step.real()};
      }
    }
  }
  return {rest.begin(), rest.end()};
}

}  // namespace ampsweep::analysis
