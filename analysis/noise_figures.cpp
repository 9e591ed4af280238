// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/noise_figures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <string>

#include "analysis/idle_refusal.hpp"
#include "analysis/quantile.hpp"
#include "analysis/weighting.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kIdleBlockSeconds = 0.1;
constexpr double kIdleJumpDb = 20.0;
constexpr double kPlayedShare = 0.9;
constexpr DbFsRms kPlayedLevel{-40.0};

double dc_of(std::span<const float> x) {
  double sum = 0.0;
  for (const float sample : x) sum += static_cast<double>(sample);
  return sum / static_cast<double>(x.size());
}

double peak_of(std::span<const float> x) {
  float peak = 0.0F;
  for (const float sample : x) peak = std::max(peak, std::abs(sample));
  return static_cast<double>(peak);
}

/// Mean square of each tenth of a second, its own mean taken out.
std::vector<double> block_powers(std::span<const float> x, std::size_t length) {
  std::vector<double> powers;
  for (std::size_t start = 0; start + length <= x.size(); start += length) {
    const auto block = x.subspan(start, length);
    const double offset = dc_of(block);
    double sum = 0.0;
    for (const float sample : block) {
      const double away = static_cast<double>(sample) - offset;
      sum += away * away;
    }
    powers.push_back(sum / static_cast<double>(length));
  }
  return powers;
}

struct LoudestBlock {
  Decibels over_median;  ///< Infinite when more than half of the recording is exact silence.
  Seconds at;
};

LoudestBlock loudest_block(std::span<const float> x, SampleRate rate) {
  const auto length = static_cast<std::size_t>(samples(Seconds{kIdleBlockSeconds}, rate).value());
  const auto powers = block_powers(x, length);
  const auto loudest = std::max_element(powers.begin(), powers.end());
  const double middle = median(powers);
  const double over = middle > 0.0 ? 10.0 * std::log10(*loudest / middle)
                                    : std::numeric_limits<double>::infinity();
  return {Decibels{over},
          Seconds{static_cast<double>(loudest - powers.begin()) * kIdleBlockSeconds}};
}

Refusal not_idle(const LoudestBlock& loudest) {
  const auto tenths = std::lround(10.0 * loudest.at.value());
  const std::string at = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
  if (std::isinf(loudest.over_median.value())) {
    return {Refusal::Reason::NoMatch,
            "more than half of the recording is digital silence, but not at " + at};
  }
  return {Refusal::Reason::NoMatch, "not an idle recording: the sound at " + at + " is " +
                                        std::to_string(std::lround(loudest.over_median.value())) +
                                        " dB above the median; measure a quiet stretch"};
}

std::optional<Refusal> objection_to_noise(std::span<const float> x, SampleRate rate,
                                          const NoiseOptions& options) {
  if (const auto refusal = objection_to_idle(x, rate)) return refusal;
  if (options.from.value() < 0.0 || options.to <= options.from ||
      options.from.value() >= 0.5 * rate.value()) {
    return Refusal{Refusal::Reason::BadParameter, "the band of a noise figure must not be empty"};
  }
  if (reaches_full_scale(x)) {
    return Refusal{Refusal::Reason::Clipped,
                   "the recording reaches full scale: not an idle recording"};
  }
  return std::nullopt;
}

/// What a level is made of. Without hum: both spectra the same, no lines.
struct NoiseParts {
  const PowerSpectrum& whole;
  const PowerSpectrum& hiss;
  std::span<const HumLine> lines;
  int averages;
};

/// The hiss scatters, and so does what it adds to a line of the hum in step or against it.
NoiseLevel level_of(const NoiseParts& parts, Hertz from, Hertz to,
                    Weighting curve = Weighting::None) {
  BandPower power = band_power(parts.whole, parts.averages, from, to, curve);
  const double hiss = band_power(parts.hiss, parts.averages, from, to, curve).sigma;
  double variance = hiss * hiss;
  for (const HumLine& line : parts.lines) {
    if (!line.measured || line.frequency < from || line.frequency > to) continue;
    const double rms = rms_amplitude(line.level + weighting(curve, line.frequency));
    const double sigma = rms * rms * line.sigma.value() * std::numbers::ln10 / 10.0;
    variance += sigma * sigma;
  }
  power.sigma = std::sqrt(variance);
  return {power.level(), power.sigma_db()};
}

WeightedNoise weighted_noise(const NoiseParts& parts, Hertz from, Hertz to) {
  return {level_of(parts, from, to), level_of(parts, from, to, Weighting::A),
          level_of(parts, from, to, Weighting::Itu468),
          level_of(parts, from, to, Weighting::CcirRms)};
}

/// A loud tone that holds nearly all the power beside the hum: somebody plays.
std::optional<Refusal> objection_to_tone(const PowerSpectrum& hiss) {
  const double step = hiss.step.value();
  double whole = 0.0;
  double strongest = 0.0;
  std::size_t at = 2;
  for (std::size_t k = 2; k + 2 < hiss.density.size(); ++k) {
    double line = 0.0;
    for (std::size_t i = k - 2; i <= k + 2; ++i) line += hiss.density[i] * step;
    whole += hiss.density[k] * step;
    strongest = std::max(strongest, line);
    if (hiss.density[k] > hiss.density[at]) at = k;
  }
  if (strongest < kPlayedShare * whole || level_of_rms(std::sqrt(strongest)) < kPlayedLevel) {
    return std::nullopt;
  }
  const auto hz = std::to_string(std::lround(static_cast<double>(at) * step));
  return Refusal{Refusal::Reason::NoMatch,
                 "not an idle recording: it holds a steady tone of " + hz + " Hz"};
}

void add_levels(NoiseFigures& figures) {
  const NoiseParts with_hum{figures.spectrum, figures.hiss, figures.hum.lines, figures.averages};
  const NoiseParts without_hum{figures.hiss, figures.hiss, {}, figures.averages};
  figures.with_hum = weighted_noise(with_hum, figures.from, figures.to);
  figures.without_hum = weighted_noise(without_hum, figures.from, figures.to);
  const double half_band = std::exp2(1.0 / 6.0);
  const Hertz top{0.5 * figures.rate.value()};
  for (const BandLevel& band : third_octave_levels(figures.spectrum, top)) {
    const Hertz from = band.centre / half_band;
    const Hertz to = band.centre * half_band;
    figures.third_octaves.push_back(
        {band.centre, level_of(with_hum, from, to), level_of(without_hum, from, to)});
  }
}

}  // namespace

Measured<NoiseFigures> measure_noise(std::span<const float> x, SampleRate rate,
                                     const NoiseOptions& options) {
  if (const auto refusal = objection_to_noise(x, rate, options)) return tl::unexpected(*refusal);
  const LoudestBlock loudest = loudest_block(x, rate);
  if (loudest.over_median.value() > kIdleJumpDb) return tl::unexpected(not_idle(loudest));
  auto hum = measure_hum(x, rate, options.hum);
  if (!hum) return tl::unexpected(hum.error());
  const auto segment = static_cast<std::size_t>(rate.value() - rate.value() % 2);
  auto spectrum = power_spectrum(x, rate, segment);
  if (!spectrum) return tl::unexpected(spectrum.error());
  NoiseFigures figures;
  figures.rate = rate;
  figures.length = seconds(SampleCount{static_cast<std::int64_t>(x.size())}, rate);
  figures.from = options.from;
  figures.to = std::min(options.to, Hertz{0.5 * rate.value()});
  figures.peak = level_of_peak(peak_of(x));
  figures.averages = spectrum_averages(x.size(), segment);
  figures.loudest_block = loudest.over_median;
  figures.loudest_at = loudest.at;
  figures.spectrum = std::move(*spectrum);
  const std::vector<float> rest = without_hum(x, rate, *hum);
  figures.dc = dc_of(rest);
  figures.hiss = power_spectrum(rest, rate, segment).value();
  figures.hum = std::move(*hum);
  if (const auto tone = objection_to_tone(figures.hiss)) return tl::unexpected(*tone);
  add_levels(figures);
  return figures;
}

}  // namespace ampsweep::analysis
