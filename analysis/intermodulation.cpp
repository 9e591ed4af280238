// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/intermodulation.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <numbers>

#include "analysis/sound_check.hpp"
#include "analysis/steady_check.hpp"
#include "analysis/two_tone_fit.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kImdSigmas = 3.0;
constexpr double kSameBins = 0.02;  ///< Nearer products do not beat in this record.
constexpr double kSecondOverNoise = 5.0;
constexpr double kWeakestSecond = 1e-3;  ///< Of the first: -60 dB.

/// An amplitude with its doubt.
struct Heard {
  double amplitude{0.0};
  double sigma{0.0};
};

class Products {
 public:
  Products(const TwoToneFit& pair) : pair_(pair) {}

  /// Nothing when the product is out of range or shares its line.
  [[nodiscard]] std::optional<Heard> alone(LineOrder order) const {
    for (std::size_t i = 0; i < pair_.groups.size(); ++i) {
      const auto& orders = pair_.groups[i].orders;
      const bool here = orders.front() == order || orders.front() == LineOrder{-order.n, -order.m};
      if (here && orders.size() == 1) return heard(i);
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] Heard heard(std::size_t i) const {
    const double s = pair_.sigma[i];
    const double square = std::norm(pair_.fit.lines[i].amplitude) - 2.0 * s * s;
    return {std::sqrt(std::max(0.0, square)), s};
  }
  const TwoToneFit& pair_;
};

enum class Add { Amplitudes, Powers };

std::optional<Heard> together(const Products& products, std::initializer_list<LineOrder> orders,
                              Add how) {
  double sum = 0.0;
  double squares = 0.0;
  double plain_variance = 0.0;
  double weighted_variance = 0.0;
  for (const LineOrder order : orders) {
    const auto one = products.alone(order);
    if (!one) return std::nullopt;
    sum += one->amplitude;
    squares += one->amplitude * one->amplitude;
    plain_variance += one->sigma * one->sigma;
    weighted_variance += std::pow(one->amplitude * one->sigma, 2);
  }
  if (how == Add::Amplitudes) return Heard{sum, std::sqrt(plain_variance)};
  const double root = std::sqrt(squares);
  return Heard{root, root > 0.0 ? std::sqrt(weighted_variance) / root : std::sqrt(plain_variance)};
}

ImdFigure figure(const std::optional<Heard>& heard, const std::optional<double>& over) {
  if (!heard || !over) return std::nullopt;
  ImdRatio out{heard->amplitude / *over, heard->sigma / *over,
               heard->amplitude > kImdSigmas * heard->sigma};
  if (!out.measured) out.ratio = kImdSigmas * out.sigma;
  return out;
}

std::optional<Heard> root_of_squares(const std::optional<Heard>& a, const std::optional<Heard>& b) {
  if (!a || !b) return std::nullopt;
  const double root = std::hypot(a->amplitude, b->amplitude);
  const double doubt = std::hypot(a->amplitude * a->sigma, b->amplitude * b->sigma);
  return Heard{root, root > 0.0 ? doubt / root : std::hypot(a->sigma, b->sigma)};
}

void fill_ratios(const TwoToneFit& pair, ImdFigures& figures) {
  const Products products(pair);
  const auto tone1 = products.alone({1, 0});
  const auto tone2 = products.alone({0, 1});
  std::optional<double> upper;
  std::optional<double> sum;
  std::optional<double> rms_sum;
  if (tone2) upper = tone2->amplitude;
  if (tone1 && tone2) sum = tone1->amplitude + tone2->amplitude;
  if (tone1 && tone2) rms_sum = std::hypot(tone1->amplitude, tone2->amplitude);

  const auto m2 = together(products, {{1, 1}, {-1, 1}}, Add::Amplitudes);
  const auto m3 = together(products, {{2, 1}, {-2, 1}}, Add::Amplitudes);
  figures.d_m2 = figure(m2, upper);
  figures.d_m3 = figure(m3, upper);
  figures.d_m = figure(root_of_squares(m2, m3), upper);
  figures.smpte_rss =
      figure(together(products, {{1, 1}, {-1, 1}, {2, 1}, {-2, 1}}, Add::Powers), upper);
  const auto d2 = together(products, {{-1, 1}}, Add::Amplitudes);
  figures.d_d2 = figure(d2, sum);
  figures.d_d3 = figure(together(products, {{-1, 2}, {2, -1}}, Add::Amplitudes), sum);
  figures.dfd_total = figure(together(products, {{-1, 1}, {2, -1}}, Add::Powers), sum);
  figures.ccif_rms_d2 = figure(d2, rms_sum);
  figures.ccif_rms_d3 = figure(together(products, {{-1, 2}, {2, -1}}, Add::Powers), rms_sum);
}

ImdLine line_of(const TwoToneFit& pair, std::size_t i, double hertz, double carrier) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const ProductGroup& group = pair.groups[i];
  const double level = std::abs(pair.fit.lines[i].amplitude);
  const double bin = hertz / static_cast<double>(pair.fit.residual.size());
  ImdLine line;
  for (const LineOrder order : group.orders) line.products.push_back({order.n, order.m});
  line.hz = pair.fit.lines[i].omega * hertz / (2.0 * std::numbers::pi);
  line.limit_dbc = decibels(kImdSigmas * pair.sigma[i] / carrier).value();
  line.measured = level > kImdSigmas * pair.sigma[i];
  line.level_dbfs_peak = line.measured ? level_of_peak(level).value() : kNan;
  line.level_dbc = line.measured ? decibels(level / carrier).value() : kNan;
  line.sigma_db = line.measured ? 20.0 / std::numbers::ln10 * pair.sigma[i] / level : kNan;
  line.beating = group.spread > kSameBins * bin;
  return line;
}

ImdFigures figures_of_pair(const TwoToneFit& pair, SampleRate rate) {
  const auto hertz = static_cast<double>(rate.value());
  const double a1 = std::abs(pair.fit.lines[0].amplitude);
  const double a2 = std::abs(pair.fit.lines[1].amplitude);
  const double carrier = std::max(a1, a2);
  ImdFigures figures;
  figures.f1 = Hertz{pair.fit.omega[0] * hertz / (2.0 * std::numbers::pi)};
  figures.f2 = Hertz{pair.fit.omega[1] * hertz / (2.0 * std::numbers::pi)};
  figures.f1_sigma = Hertz{pair.f1_sigma};
  figures.f2_sigma = Hertz{pair.f2_sigma};
  figures.a1_dbfs_peak = level_of_peak(a1).value();
  figures.a2_dbfs_peak = level_of_peak(a2).value();
  for (std::size_t i = 0; i < pair.groups.size(); ++i) {
    figures.table.push_back(line_of(pair, i, hertz, carrier));
    figures.shared = figures.shared || figures.table.back().products.size() > 1;
  }
  std::sort(figures.table.begin(), figures.table.end(),
            [](const ImdLine& a, const ImdLine& b) { return a.hz < b.hz; });
  fill_ratios(pair, figures);
  const Hertz top{std::min(20000.0, 0.5 * hertz)};
  figures.noise = level_of_rms(std::sqrt(pair.leftover.power_between(Hertz{20.0}, top)));
  if (pair.stray) {
    figures.stray = {pair.stray->hz, decibels(pair.stray->amplitude / carrier).value()};
  }
  return figures;
}

std::vector<double> centred(std::span<const float> x) {
  std::vector<double> samples(x.begin(), x.end());
  const double offset = mean(x);
  for (double& value : samples) value -= offset;
  return samples;
}

std::optional<Refusal> unusable_pair(std::span<const float> x, SampleRate rate) {
  if (rate.value() < 1000) {
    return Refusal{Refusal::Reason::BadParameter, "the sample rate is below 1 kHz"};
  }
  return unusable_sound(x);
}

}  // namespace

Measured<ImdFigures> measure_intermodulation(std::span<const float> x, SampleRate rate, Hertz f1,
                                             Hertz f2) {
  if (auto why = unusable_pair(x, rate)) return tl::unexpected(std::move(*why));
  const auto pair =
      fit_two_tones(centred(x), rate, std::min(f1, f2).value(), std::max(f1, f2).value());
  if (!pair) return tl::unexpected(pair.error());
  return figures_of_pair(*pair, rate);
}

Measured<std::pair<Hertz, Hertz>> find_two_tones(std::span<const float> x, SampleRate rate) {
  if (auto why = unusable_pair(x, rate)) return tl::unexpected(std::move(*why));
  const auto samples = centred(x);
  const auto none = [] {
    return tl::unexpected(Refusal{Refusal::Reason::NoMatch, "no two tones stand out of the noise"});
  };
  const double turn = 2.0 * std::numbers::pi / static_cast<double>(rate.value());
  const SearchBand all{Hertz{0.0}, Hertz{0.498 * static_cast<double>(rate.value())}};
  const auto first = strongest_line(samples, rate, all);
  if (!first) return none();
  const auto without = fit_lines(samples, {{{1, 0}}, {turn * first->value(), 0.0}, 1});
  if (!without) return none();
  const auto second = strongest_line(without->residual, rate, all);
  if (!second) return none();
  const auto both =
      fit_lines(samples, {{{1, 0}, {0, 1}}, {turn * first->value(), turn * second->value()}, 2});
  if (!both) return none();
  if (std::abs(both->lines[1].amplitude) < kWeakestSecond * std::abs(both->lines[0].amplitude)) {
    return none();
  }
  for (const FittedLine& line : both->lines) {
    const auto spectrum = leftover_spectrum(both->residual, rate);
    const double bin = static_cast<double>(rate.value()) / static_cast<double>(x.size());
    const double around =
        density_around(spectrum, Hertz{line.omega / turn}, Hertz{1.6 * bin}, Hertz{50.0 * bin});
    if (std::norm(line.amplitude) < 2.0 * kSecondOverNoise * kSecondOverNoise * around * bin) {
      return none();
    }
  }
  const Hertz a{both->omega[0] / turn};
  const Hertz b{both->omega[1] / turn};
  return std::pair(std::min(a, b), std::max(a, b));
}

}  // namespace ampsweep::analysis
