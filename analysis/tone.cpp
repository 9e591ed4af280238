// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/tone.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include "analysis/harmonic_fit.hpp"
#include "analysis/line_search.hpp"
#include "analysis/sound_check.hpp"
#include "analysis/steady_check.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr int kMostHarmonics = 20;
constexpr double kMeasuredSigmas = 3.0;
constexpr double kBandSlack = 1.005;  ///< A clock offset does not push an order out of the band.
constexpr double kSigmaToDb = 20.0 / std::numbers::ln10;
constexpr double kRadToDeg = 180.0 / std::numbers::pi;

double power_db(double power_ratio) { return 10.0 * std::log10(power_ratio); }

/// A fitted tone together with the band it is judged in.
struct Judged {
  const HarmonicFit& tone;
  SampleRate rate;
  SearchBand band;

  [[nodiscard]] double amplitude(std::size_t line) const {
    return std::abs(tone.fit.lines[line].amplitude);
  }
  /// A^2 of a line, free of the noise's share on average; may be below zero.
  [[nodiscard]] double square(std::size_t line) const {
    return std::norm(tone.fit.lines[line].amplitude) - 2.0 * tone.sigma[line] * tone.sigma[line];
  }
  [[nodiscard]] double hz(std::size_t line) const {
    return tone.fit.lines[line].omega * static_cast<double>(rate.value()) /
           (2.0 * std::numbers::pi);
  }
  [[nodiscard]] bool in_band(std::size_t line) const {
    return hz(line) * kBandSlack >= band.from.value() && hz(line) <= band.to.value() * kBandSlack;
  }
  [[nodiscard]] std::size_t lines() const { return tone.fit.lines.size(); }
};

std::optional<Refusal> bad_options(SampleRate rate, const ToneOptions& options) {
  const auto bad = [](const char* why) { return Refusal{Refusal::Reason::BadParameter, why}; };
  if (rate.value() < 1000) return bad("the sample rate is below 1 kHz");
  if (options.harmonics < 1 || options.harmonics > kMostHarmonics) {
    return bad("between 1 and 20 harmonics can be measured");
  }
  if (!(options.notch_q >= 1.2 && options.notch_q <= 3.0)) {
    return bad("the Q of the AES17 notch lies between 1.2 and 3");
  }
  const double half = 0.5 * static_cast<double>(rate.value());
  const double top = std::min(options.band_to.value(), half);
  if (!(options.band_from.value() >= 0.0) || !(top > options.band_from.value())) {
    return bad("the band is empty");
  }
  if (options.fundamental &&
      !(options.fundamental->value() > 0.0 && options.fundamental->value() < 0.99 * half)) {
    return bad("the fundamental lies outside 0 .. half the sample rate");
  }
  return std::nullopt;
}

ToneHarmonic harmonic_at(const Judged& judged, std::size_t line) {
  const HarmonicFit& tone = judged.tone;
  const FittedLine& fitted = tone.fit.lines[line];
  const double fundamental = judged.amplitude(0);
  const double level = judged.amplitude(line);
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  ToneHarmonic out{.order = fitted.order.n,
                   .hz = judged.hz(line),
                   .level_dbfs_peak = kNan,
                   .level_dbc = kNan,
                   .phase_deg = kNan,
                   .sigma_db = kNan,
                   .phase_sigma_deg = kNan,
                   .limit_dbc = decibels(kMeasuredSigmas * tone.sigma[line] / fundamental).value(),
                   .measured = level > kMeasuredSigmas * tone.sigma[line]};
  if (!out.measured) return out;
  const double doubt = tone.sigma[line] / level;
  const double order = fitted.order.n;
  out.level_dbfs_peak = level_of_peak(level).value();
  out.level_dbc = decibels(level / fundamental).value();
  out.sigma_db = kSigmaToDb * doubt;
  if (line == 0) {
    out.phase_deg = 0.0;
    out.phase_sigma_deg = 0.0;
    return out;
  }
  const double phase = std::arg(fitted.amplitude) - order * std::arg(tone.fit.lines[0].amplitude);
  out.phase_deg = kRadToDeg * std::remainder(phase, 2.0 * std::numbers::pi);
  out.phase_sigma_deg = kRadToDeg * std::hypot(doubt, order * tone.sigma[0] / fundamental);
  return out;
}

ToneThd thd_of(const Judged& judged) {
  ToneThd thd;
  double squares = 0.0;
  double variance = 0.0;        // of `squares`
  double noise_variance = 0.0;  // of `squares`, were there only noise
  for (std::size_t line = 1; line < judged.tone.reported; ++line) {
    if (!judged.in_band(line)) continue;
    thd.orders.push_back(judged.tone.fit.lines[line].order.n);
    const double s2 = judged.tone.sigma[line] * judged.tone.sigma[line];
    const double square = judged.square(line);
    squares += square;
    noise_variance += 4.0 * s2 * s2;
    variance += 4.0 * std::max(square, 0.0) * s2 + 4.0 * s2 * s2;
  }
  const double limit = kMeasuredSigmas * std::sqrt(noise_variance);
  const double fundamental = judged.amplitude(0) * judged.amplitude(0);
  thd.measured = squares > limit;
  const double shown = std::max(squares, limit);
  thd.f_ratio = std::sqrt(shown / fundamental);
  thd.r_ratio = std::sqrt(shown / (fundamental + shown));
  thd.limit_ratio = std::sqrt(limit / fundamental);
  thd.sigma_db = 0.5 * kSigmaToDb * std::sqrt(variance) / shown;
  return thd;
}

/// Everything in the band but the fundamental, through a weight (none: all passes).
struct Remainder {
  double harmonics{0.0};
  double noise{0.0};
  [[nodiscard]] double power() const { return std::max(0.0, harmonics) + noise; }
};

Remainder remainder_of(const Judged& judged, const std::function<double(double)>& weight) {
  Remainder rest;
  for (std::size_t line = 1; line < judged.lines(); ++line) {
    if (!judged.in_band(line)) continue;
    rest.harmonics += 0.5 * judged.square(line) * (weight ? weight(judged.hz(line)) : 1.0);
  }
  rest.noise = weight ? weighted_power(judged.tone.leftover, judged.band, weight)
                      : judged.tone.leftover.power_between(judged.band.from, judged.band.to);
  return rest;
}

void fill_noise_figures(const Judged& judged, ToneFigures& figures) {
  const double q = figures.notch_q;
  const Remainder flat = remainder_of(judged, {});
  const Remainder notched = remainder_of(judged, aes17_notch(figures.fundamental, q, judged.rate));
  const double fundamental = 0.5 * judged.amplitude(0) * judged.amplitude(0);
  const double all = fundamental + flat.power();
  figures.thdn = Decibels{power_db(flat.power() / all)};
  figures.thdn_aes17 = Decibels{power_db(notched.power() / all)};
  figures.sinad = -figures.thdn;
  figures.enob = (figures.sinad.value() - 1.76) / 6.02;
  figures.snr = Decibels{power_db(fundamental / flat.noise)};
  figures.noise = level_of_rms(std::sqrt(flat.noise));
  const double seconds_long = figures.periods / figures.fundamental.value();
  const double width = (judged.band.to - judged.band.from).value();
  const double noise_doubt = 1.0 / std::sqrt(std::max(1.0, width * seconds_long));
  const double share = flat.noise / flat.power();
  figures.noise_sigma = Decibels{0.5 * kSigmaToDb * noise_doubt};
  figures.thdn_sigma =
      Decibels{std::hypot(share * figures.noise_sigma.value(),
                          figures.thd.orders.empty() ? 0.0 : (1.0 - share) * figures.thd.sigma_db)};
}

void fill_further(const Judged& judged, ToneFigures& figures) {
  double squares = 0.0;
  for (std::size_t line = judged.tone.reported; line < judged.lines(); ++line) {
    const bool heard = judged.amplitude(line) > kMeasuredSigmas * judged.tone.sigma[line];
    if (heard) squares += judged.square(line);
  }
  const double fundamental = judged.amplitude(0) * judged.amplitude(0);
  if (squares > 0.0) figures.further = Decibels{power_db(squares / fundamental)};
}

ToneFigures figures_of(const HarmonicFit& tone, std::size_t size, SampleRate rate,
                       const ToneOptions& options) {
  const auto hertz = static_cast<double>(rate.value());
  const Hertz top{std::min(options.band_to.value(), 0.5 * hertz)};
  const Judged judged{tone, rate, {options.band_from, top}};
  ToneFigures figures;
  figures.fundamental = Hertz{judged.hz(0)};
  figures.fundamental_sigma = Hertz{tone.fundamental_sigma};
  figures.periods = judged.hz(0) * static_cast<double>(size) / hertz;
  for (std::size_t line = 0; line < tone.reported; ++line) {
    figures.harmonics.push_back(harmonic_at(judged, line));
  }
  figures.dc_sigma = tone.dc_sigma;
  figures.thd = thd_of(judged);
  figures.band_from = judged.band.from;
  figures.band_to = judged.band.to;
  figures.notch_q = options.notch_q;
  fill_noise_figures(judged, figures);
  fill_further(judged, figures);
  if (tone.other) {
    figures.stray =
        ToneStray{tone.other->hz, decibels(tone.other->amplitude / judged.amplitude(0)).value()};
  }
  return figures;
}

}  // namespace

std::function<double(double)> aes17_notch(Hertz notch, double q, SampleRate rate) {
  const double turn = 2.0 * std::numbers::pi / static_cast<double>(rate.value());
  const double design_q = q * std::sqrt(1.0 + std::numbers::sqrt2);
  const double width = std::tan(0.5 * turn * notch.value() / design_q);
  const double centre = std::cos(turn * notch.value());
  return [=](double hz) {
    const double along = std::cos(turn * hz);
    const double off = (along - centre) * (along - centre);
    if (off == 0.0) return 0.0;
    const double once = off / (off + width * width * (1.0 - along * along));
    return once * once;
  };
}

Measured<ToneFigures> measure_tone(std::span<const double> x, SampleRate rate,
                                   const ToneOptions& options) {
  if (auto why = bad_options(rate, options)) return tl::unexpected(std::move(*why));
  const std::vector<float> rounded(x.begin(), x.end());
  if (auto why = unusable_sound(rounded)) return tl::unexpected(std::move(*why));
  const double mean_value = mean(rounded);
  std::vector<double> samples(x.begin(), x.end());
  for (double& value : samples) value -= mean_value;
  const auto tone = fit_harmonics(samples, rate, options.fundamental, options.harmonics);
  if (!tone) return tl::unexpected(tone.error());
  ToneFigures figures = figures_of(*tone, x.size(), rate, options);
  figures.dc = mean_value + tone->fit.dc;
  figures.full_scale_runs = clipped_runs(rounded).size();
  return figures;
}

Measured<ToneFigures> measure_tone(std::span<const float> x, SampleRate rate,
                                   const ToneOptions& options) {
  return measure_tone(std::vector<double>(x.begin(), x.end()), rate, options);
}

}  // namespace ampsweep::analysis
