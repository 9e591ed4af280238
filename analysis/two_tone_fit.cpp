// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/two_tone_fit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <string>

namespace ampsweep::analysis {
namespace {

constexpr int kTableOrder = 5;
constexpr int kHeardOrder = 11;
constexpr std::size_t kMostProducts = 120;
constexpr double kTopProduct = 0.498;  ///< Of the rate.
constexpr double kTonesApartBins = 3.0;
constexpr double kPairReach = 0.01;
constexpr double kPairRoughly = 0.02;
constexpr double kProductHeard = 24.0;    ///< Peak over mean density.
constexpr double kProductAwayBins = 1.6;  ///< The fit has emptied what is nearer.
constexpr double kProductReachBins = 50.0;
constexpr double kLocalSpacingBins = 8.0;  ///< Closer lines leave no noise between them.
constexpr double kToneOverSigma = 8.0;
constexpr double kThirdTone = 0.2;  ///< Of both tones together: -14 dB.
constexpr double kPairRounding = 1e-13;

tl::unexpected<Refusal> refuse_pair(Refusal::Reason reason, std::string detail) {
  return tl::unexpected(Refusal{reason, std::move(detail)});
}

std::string pair_text(const char* pattern, double first, double second) {
  char text[160];
  std::snprintf(text, sizeof text, pattern, first, second);
  return text;
}

struct PairRecord {
  std::span<const double> x;
  SampleRate rate;

  [[nodiscard]] double hertz() const { return static_cast<double>(rate.value()); }
  [[nodiscard]] double bin() const { return hertz() / static_cast<double>(x.size()); }
  [[nodiscard]] double turn() const { return 2.0 * std::numbers::pi / hertz(); }
  [[nodiscard]] double top() const { return kTopProduct * hertz(); }
};

/// The strongest line near a hint, or the hint.
double near_hint(const PairRecord& record, double hz, double other) {
  const double reach =
      std::min(std::max(kPairReach * hz, record.bin()), std::abs(hz - other) / 3.0);
  const auto found = strongest_line(record.x, record.rate, {Hertz{hz - reach}, Hertz{hz + reach}});
  return found ? found->value() : hz;
}

LineModel model_of(const std::vector<ProductGroup>& groups, std::array<double, 2> omega) {
  LineModel model{{}, omega, 2};
  for (const ProductGroup& group : groups) model.lines.push_back(group.orders.front());
  return model;
}

PowerSpectrum pair_leftover(const PairRecord& record, const LineFit& fit) {
  PowerSpectrum spectrum = leftover_spectrum(fit.residual, record.rate);
  const auto size = static_cast<double>(fit.residual.size());
  for (double& density : spectrum.density) {
    density *= size / (size - static_cast<double>(fit.unknowns));
  }
  return spectrum;
}

double noise_beside(const PairRecord& record, const PowerSpectrum& leftover, double hz) {
  return density_around(leftover, Hertz{hz}, Hertz{kProductAwayBins * record.bin()},
                        Hertz{kProductReachBins * record.bin()});
}

/// Higher products whose line stands out of the leftover.
bool add_heard_products(const PairRecord& record, const TwoToneFit& pair, LineModel& model) {
  const double f1 = pair.fit.omega[0] / record.turn();
  const double f2 = pair.fit.omega[1] / record.turn();
  const std::size_t before = model.lines.size();
  for (const ProductGroup& group :
       product_groups(f1, f2, kHeardOrder, record.bin(), record.top())) {
    if (total_order(group.orders.front()) <= kTableOrder) continue;
    if (model.lines.size() >= kMostProducts) break;
    const auto at = static_cast<std::size_t>(group.hz / pair.leftover.step.value());
    const double peak = std::max(pair.leftover.density[at], pair.leftover.density[at + 1]);
    if (peak > kProductHeard * noise_beside(record, pair.leftover, group.hz)) {
      model.lines.push_back(group.orders.front());
    }
  }
  return model.lines.size() > before;
}

void fill_sigma(const PairRecord& record, TwoToneFit& pair) {
  std::vector<double> at;
  for (const FittedLine& line : pair.fit.lines) at.push_back(line.omega / record.turn());
  std::vector<double> sorted = at;
  std::sort(sorted.begin(), sorted.end());
  double spacing = sorted.front();
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    spacing = std::min(spacing, sorted[i] - sorted[i - 1]);
  }
  double power = 0.0;
  for (const double value : pair.fit.residual) power += value * value;
  const double white = power / static_cast<double>(pair.fit.residual.size() - pair.fit.unknowns);
  const bool local = spacing > kLocalSpacingBins * record.bin();
  const auto variance_at = [&](double hz) {
    return local ? 0.5 * record.hertz() * noise_beside(record, pair.leftover, hz) : white;
  };
  const double least = kPairRounding * std::abs(pair.fit.lines[0].amplitude);
  for (std::size_t i = 0; i < at.size(); ++i) {
    const double variance = pair.fit.lines[i].unit_variance * variance_at(at[i]);
    pair.sigma.push_back(std::max(least, std::sqrt(variance)));
  }
  const auto& unit = pair.fit.omega_unit_variance;
  pair.f1_sigma = std::sqrt(unit[0] * variance_at(at[0])) / record.turn();
  pair.f2_sigma = std::sqrt(unit[1] * variance_at(at[1])) / record.turn();
}

std::optional<Refusal> pair_objection(const PairRecord& record, const TwoToneFit& pair) {
  for (std::size_t i = 0; i < 2; ++i) {
    if (std::abs(pair.fit.lines[i].amplitude) > kToneOverSigma * pair.sigma[i]) continue;
    return Refusal{Refusal::Reason::NoMatch,
                   pair_text("there is no tone at %.6g Hz that stands out of the noise",
                             pair.fit.lines[i].omega / record.turn(), 0.0)};
  }
  const double tones =
      std::hypot(std::abs(pair.fit.lines[0].amplitude), std::abs(pair.fit.lines[1].amplitude));
  if (!pair.stray || pair.stray->amplitude < kThirdTone * tones) return std::nullopt;
  return Refusal{Refusal::Reason::Ambiguous,
                 pair_text("a line at %.6g Hz (%.1f dB) is no product of the two tones, or the "
                           "tones are not steady",
                           pair.stray->hz, 20.0 * std::log10(pair.stray->amplitude / tones))};
}

std::optional<Refusal> bad_pair(const PairRecord& record, double f1, double f2) {
  if (!(f1 > 0.0) || !(f2 > f1) || !(f2 < record.top())) {
    return Refusal{Refusal::Reason::BadParameter,
                   "two different tones between 0 and half the sample rate are needed"};
  }
  if (std::min(f1, f2 - f1) < kTonesApartBins * record.bin()) {
    return Refusal{Refusal::Reason::TooShort,
                   pair_text("the record is too short for tones %.6g Hz apart: %.3g s are needed",
                             f2 - f1, kTonesApartBins / std::min(f1, f2 - f1))};
  }
  return std::nullopt;
}

/// Table, then what else is heard. Fills fit, groups and leftover.
bool fit_products(const PairRecord& record, const LineFit& tones, TwoToneFit& pair) {
  pair.groups = product_groups(tones.omega[0] / record.turn(), tones.omega[1] / record.turn(),
                               kTableOrder, record.bin(), record.top());
  LineModel model = model_of(pair.groups, tones.omega);
  auto fit = fit_lines(record.x, model);
  if (!fit) return false;
  pair.fit = std::move(*fit);
  pair.leftover = pair_leftover(record, pair.fit);
  if (!add_heard_products(record, pair, model)) return true;
  model.omega = pair.fit.omega;
  if (auto more = fit_lines(record.x, model)) {
    pair.fit = std::move(*more);
    pair.leftover = pair_leftover(record, pair.fit);
  }
  return true;
}

}  // namespace

Measured<TwoToneFit> fit_two_tones(std::span<const double> x, SampleRate rate, double f1,
                                   double f2) {
  const PairRecord record{x, rate};
  if (auto why = bad_pair(record, f1, f2)) return tl::unexpected(std::move(*why));
  const LineModel tones{
      {{1, 0}, {0, 1}},
      {record.turn() * near_hint(record, f1, f2), record.turn() * near_hint(record, f2, f1)},
      2,
      kPairRoughly};
  const auto start = fit_lines(x, tones);
  TwoToneFit pair;
  if (!start || !fit_products(record, *start, pair)) {
    return refuse_pair(Refusal::Reason::NoMatch,
                       pair_text("no two steady tones near %.6g and %.6g Hz", f1, f2));
  }
  fill_sigma(record, pair);
  pair.stray = stray_line(pair.fit.residual, pair.leftover, rate);
  if (auto why = pair_objection(record, pair)) return tl::unexpected(std::move(*why));
  return pair;
}

}  // namespace ampsweep::analysis
