// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/harmonic_fit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <string>

#include "analysis/line_search.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kLeastPeriods = 2.95;
constexpr double kHintReach = 0.05;
constexpr double kTopOfRate = 0.498;    ///< Lines above are left to themselves.
constexpr double kLocalPeriods = 16.0;  ///< From here on the noise beside each line is seen.
constexpr double kManyPeriods = 100.0;  ///< Harmonics hardly pull at the fundamental.
constexpr double kRoughly = 0.02;       ///< Settled enough to go on with more orders, rad.
constexpr double kReachBins = 50.0;     ///< How far beside.
constexpr double kAwayBins = 1.6;       ///< The fit has emptied what is nearer.
constexpr double kHeard = 16.0;         ///< Peak over mean density of an order worth fitting.
constexpr int kFurtherPasses = 3;
constexpr std::size_t kMostLines = 240;
constexpr double kRounding = 1e-13;  ///< Of the fundamental: no limit is below this.
constexpr double kStandsOut = 8.0;   ///< Fundamental over its sigma, found blindly.
constexpr double kStandsOutHinted = 5.0;
constexpr double kStrongOther = 0.2;  ///< Of the tone: -14 dB.
constexpr double kUnsteadyBins = 8.0;
constexpr double kWeakFundamental = 0.032;  ///< Of the whole tone, -30 dB, found blindly.
constexpr double kMissing = 1e-3;           ///< Of the whole tone, -60 dB.

tl::unexpected<Refusal> refuse_tone(Refusal::Reason reason, std::string detail) {
  return tl::unexpected(Refusal{reason, std::move(detail)});
}

std::string hertz_text(double hz) {
  char text[40];
  std::snprintf(text, sizeof text, "%.6g Hz", hz);
  return text;
}

std::string decibel_text(double ratio) {
  char text[40];
  std::snprintf(text, sizeof text, "%.1f dB", 20.0 * std::log10(ratio));
  return text;
}

/// One record and what follows from its length.
class ToneRecord {
 public:
  ToneRecord(std::span<const double> samples, SampleRate sample_rate, int harmonics)
      : x(samples), rate(sample_rate), harmonics_(harmonics) {}

  [[nodiscard]] double hertz() const { return static_cast<double>(rate.value()); }
  [[nodiscard]] double bin() const { return hertz() / static_cast<double>(x.size()); }
  [[nodiscard]] double omega(double hz) const { return 2.0 * std::numbers::pi * hz / hertz(); }
  [[nodiscard]] double frequency(double omega) const {
    return omega * hertz() / (2.0 * std::numbers::pi);
  }
  [[nodiscard]] double periods(double hz) const { return hz / bin(); }
  /// Orders 1 .. harmonics that lie below half the rate.
  [[nodiscard]] std::size_t orders_below_half(double hz) const {
    return static_cast<std::size_t>(
        std::clamp(std::floor(kTopOfRate * hertz() / hz), 1.0, static_cast<double>(harmonics_)));
  }
  [[nodiscard]] std::size_t all_orders(double hz) const {
    const double below_half = std::floor(kTopOfRate * hertz() / hz);
    const double sustained = (static_cast<double>(x.size()) / 3.0 - 2.0) / 2.0;
    return static_cast<std::size_t>(
        std::clamp(std::min(below_half, sustained), 1.0, static_cast<double>(kMostLines)));
  }

  std::span<const double> x;
  SampleRate rate;

 private:
  int harmonics_;
};

LineModel comb(std::size_t orders, double omega, double settled = LineModel{}.settled) {
  LineModel model{{}, {omega, 0.0}, 1, settled};
  for (std::size_t k = 1; k <= orders; ++k) model.lines.push_back({static_cast<int>(k), 0});
  return model;
}

/// The fundamental alone, then (in short records, where harmonics pull at it) three orders, then
/// all: so high orders start close enough.
std::optional<LineFit> climb(const ToneRecord& record, double hz, std::size_t orders) {
  double omega = record.omega(hz);
  for (const std::size_t stage : {std::size_t{1}, std::size_t{3}}) {
    if (stage >= orders || (stage > 1 && record.periods(hz) > kManyPeriods)) continue;
    if (const auto fit = fit_lines(record.x, comb(stage, omega, kRoughly))) omega = fit->omega[0];
  }
  auto fit = fit_lines(record.x, comb(orders, omega));
  // A weak fundamental alone may lead astray.
  return fit ? fit : fit_lines(record.x, comb(orders, record.omega(hz)));
}

/// The part of the noise that the unknowns took with them is given back.
PowerSpectrum leftover_of(const ToneRecord& record, const LineFit& fit) {
  PowerSpectrum spectrum = leftover_spectrum(fit.residual, record.rate);
  const auto size = static_cast<double>(fit.residual.size());
  const double given_back = size / (size - static_cast<double>(fit.unknowns));
  for (double& density : spectrum.density) density *= given_back;
  return spectrum;
}

double peak_density(const PowerSpectrum& spectrum, double hz) {
  const double at = hz / spectrum.step.value();
  const auto below = static_cast<std::size_t>(std::floor(at));
  if (below + 1 >= spectrum.density.size()) return 0.0;
  return std::max(spectrum.density[below], spectrum.density[below + 1]);
}

double noise_around(const ToneRecord& record, const PowerSpectrum& leftover, double hz,
                    double spacing) {
  const double reach = std::min(0.45 * spacing, kReachBins * record.bin());
  return density_around(leftover, Hertz{hz}, Hertz{kAwayBins * record.bin()}, Hertz{reach});
}

/// Adds orders that the leftover shows; false when there are none left.
bool add_heard_orders(const ToneRecord& record, const LineFit& fit, const PowerSpectrum& leftover,
                      LineModel& model) {
  const double hz = record.frequency(fit.omega[0]);
  const std::size_t before = model.lines.size();
  for (std::size_t k = 2; k <= record.all_orders(hz) && model.lines.size() < kMostLines; ++k) {
    const LineOrder order{static_cast<int>(k), 0};
    if (std::find(model.lines.begin(), model.lines.end(), order) != model.lines.end()) continue;
    const double at = static_cast<double>(k) * hz;
    if (peak_density(leftover, at) > kHeard * noise_around(record, leftover, at, hz)) {
      model.lines.push_back(order);
    }
  }
  return model.lines.size() > before;
}

/// All orders below half the rate where the record is too short to hear which are there.
std::optional<LineFit> fit_short(const ToneRecord& record, const LineFit& asked) {
  const double hz = record.frequency(asked.omega[0]);
  const std::size_t all = std::max(asked.lines.size(), record.all_orders(hz));
  auto whole = fit_lines(record.x, comb(all, asked.omega[0]));
  return whole ? std::move(whole) : asked;
}

/// Fills fit and leftover.
bool fit_all_orders(const ToneRecord& record, double hz, HarmonicFit& tone) {
  auto fit = climb(record, hz, record.orders_below_half(hz));
  if (fit && record.periods(hz) < kLocalPeriods) fit = fit_short(record, *fit);
  if (!fit) return false;
  tone.fit = std::move(*fit);
  tone.leftover = leftover_of(record, tone.fit);
  if (record.periods(hz) < kLocalPeriods) return true;
  LineModel model{{}, {}, 1};
  for (const FittedLine& line : tone.fit.lines) model.lines.push_back(line.order);
  for (int pass = 0; pass < kFurtherPasses; ++pass) {
    if (!add_heard_orders(record, tone.fit, tone.leftover, model)) break;
    model.omega = tone.fit.omega;
    fit = fit_lines(record.x, model);
    if (!fit) break;
    tone.fit = std::move(*fit);
    tone.leftover = leftover_of(record, tone.fit);
  }
  return true;
}

void fill_doubts(const ToneRecord& record, HarmonicFit& tone) {
  const LineFit& fit = tone.fit;
  const double hz = record.frequency(fit.omega[0]);
  double power = 0.0;
  for (const double value : fit.residual) power += value * value;
  const double white = power / static_cast<double>(fit.residual.size() - fit.unknowns);
  const bool local = record.periods(hz) >= kLocalPeriods;
  const auto variance_at = [&](double at) {
    const double half_rate = 0.5 * record.hertz();
    if (local) return half_rate * noise_around(record, tone.leftover, at, hz);
    // Hum between two harmonics of a short record pulls at them.
    const double near = density_around(tone.leftover, Hertz{at}, Hertz{0.0}, Hertz{0.5 * hz});
    return std::max(white, half_rate * near);
  };
  const double least = kRounding * std::abs(fit.lines[0].amplitude);
  for (const FittedLine& line : fit.lines) {
    const double variance = line.unit_variance * variance_at(record.frequency(line.omega));
    tone.sigma.push_back(std::max(std::sqrt(variance), least));
  }
  tone.dc_sigma = std::sqrt(variance_at(0.0) / static_cast<double>(record.x.size()));
  tone.fundamental_sigma =
      record.frequency(std::sqrt(fit.omega_unit_variance[0] * variance_at(hz)));
}

std::optional<HarmonicFit> fit_from(const ToneRecord& record, double hz) {
  HarmonicFit tone;
  if (!fit_all_orders(record, hz, tone)) return std::nullopt;
  tone.reported = record.orders_below_half(record.frequency(tone.fit.omega[0]));
  tone.other = stray_line(tone.fit.residual, tone.leftover, record.rate);
  fill_doubts(record, tone);
  return tone;
}

double whole_amplitude(const HarmonicFit& tone) {
  double power = 0.0;
  for (const FittedLine& line : tone.fit.lines) power += std::norm(line.amplitude);
  return std::sqrt(power);
}

/// The tone below, when the strongest line and the next are both multiples of it.
std::optional<double> common_fundamental(const ToneRecord& record, const HarmonicFit& tone) {
  if (!tone.other || tone.other->amplitude < kWeakFundamental * whole_amplitude(tone)) {
    return std::nullopt;
  }
  const double hz = record.frequency(tone.fit.omega[0]);
  for (int parts = 2; parts <= 6; ++parts) {
    const double multiple = std::round(tone.other->hz * parts / hz);
    const double miss = std::abs(tone.other->hz - multiple * hz / parts);
    if (multiple >= 1.0 && multiple <= 24.0 && miss < 0.25 * record.bin() &&
        record.periods(hz / parts) >= kLeastPeriods) {
      return hz / parts;
    }
  }
  return std::nullopt;
}

std::optional<Refusal> objection(const ToneRecord& record, const HarmonicFit& tone, bool hinted) {
  const double hz = record.frequency(tone.fit.omega[0]);
  const double fundamental = std::abs(tone.fit.lines[0].amplitude);
  if (fundamental < kMissing * whole_amplitude(tone)) {
    return Refusal{Refusal::Reason::Ambiguous, "the fundamental at " + hertz_text(hz) +
                                                   " is missing, only harmonics are there"};
  }
  if (!(fundamental > (hinted ? kStandsOutHinted : kStandsOut) * tone.sigma[0])) {
    if (!hinted) return Refusal{Refusal::Reason::NoMatch, "no tone stands out of the noise"};
    return Refusal{
        Refusal::Reason::NoMatch,
        "there is no tone at " + hertz_text(hz) +
            (tone.other ? ", but one at " + hertz_text(tone.other->hz) : ", only noise")};
  }
  if (!tone.other || tone.other->amplitude < kStrongOther * whole_amplitude(tone)) {
    return std::nullopt;
  }
  const std::string level = decibel_text(tone.other->amplitude / whole_amplitude(tone));
  const double nearest = std::max(1.0, std::round(tone.other->hz / hz)) * hz;
  if (std::abs(tone.other->hz - nearest) < kUnsteadyBins * record.bin()) {
    return Refusal{Refusal::Reason::Ambiguous,
                   "the tone at " + hertz_text(hz) + " is not steady (" + level + " beside " +
                       hertz_text(nearest) + "): cut out the part where it is"};
  }
  return Refusal{Refusal::Reason::Ambiguous, "a second tone at " + hertz_text(tone.other->hz) +
                                                 " (" + level + ") is no harmonic of " +
                                                 hertz_text(hz)};
}

std::optional<double> starting_point(const ToneRecord& record, std::optional<Hertz> hint) {
  const double top = kTopOfRate * record.hertz();
  if (!hint) {
    const auto found = strongest_line(record.x, record.rate, {Hertz{0.0}, Hertz{top}});
    return found ? std::optional(found->value()) : std::nullopt;
  }
  const auto found = strongest_line(record.x, record.rate,
                                    {*hint * (1.0 - kHintReach), *hint * (1.0 + kHintReach)});
  return found ? found->value() : hint->value();
}

}  // namespace

Measured<HarmonicFit> fit_harmonics(std::span<const double> x, SampleRate rate,
                                    std::optional<Hertz> hint, int harmonics) {
  const ToneRecord record(x, rate, harmonics);
  const auto start = starting_point(record, hint);
  if (!start) return refuse_tone(Refusal::Reason::NoMatch, "no tone of two periods or more");
  if (record.periods(*start) < kLeastPeriods) {
    return refuse_tone(Refusal::Reason::TooShort, "fewer than 3 periods of " + hertz_text(*start));
  }
  auto tone = fit_from(record, *start);
  if (!tone) {
    return refuse_tone(Refusal::Reason::NoMatch,
                       "no steady tone could be fitted near " + hertz_text(*start));
  }
  if (!hint) {
    if (const auto below = common_fundamental(record, *tone)) {
      auto deeper = fit_from(record, *below);
      const bool has_it = deeper && std::abs(deeper->fit.lines[0].amplitude) >
                                        kWeakFundamental * whole_amplitude(*deeper);
      if (has_it) {
        tone = std::move(deeper);
      } else if (deeper && tone->other->amplitude > kStrongOther * whole_amplitude(*tone)) {
        return refuse_tone(Refusal::Reason::Ambiguous,
                           "the strongest lines are multiples of " + hertz_text(*below) +
                               ", where there is no tone: two tones, or a missing fundamental");
      }
    }
  }
  if (auto why = objection(record, *tone, hint.has_value())) {
    return tl::unexpected(std::move(*why));
  }
  return std::move(*tone);
}

}  // namespace ampsweep::analysis
