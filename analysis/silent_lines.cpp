// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/silent_lines.hpp"

#include <algorithm>
#include <cmath>
#include <complex>

namespace ampsweep::analysis {
namespace {

constexpr double kLimitSigmas = 3.0;
constexpr double kOneRealization = 3.0;  ///< Cubic and clip amps: 1.5 to 4.

/// Gain between two excited lines, straight from one to the other; 0 outside the band.
std::complex<double> gain_between(std::span<const ExcitedLine> excited, double hz) {
  if (hz < excited.front().hz || hz > excited.back().hz) return {};
  const auto above =
      std::lower_bound(excited.begin(), excited.end(), hz,
                       [](const ExcitedLine& line, double f) { return line.hz < f; });
  if (above == excited.begin()) return above->gain;
  const auto below = above - 1;
  const double part = (hz - below->hz) / (above->hz - below->hz);
  return below->gain + part * (above->gain - below->gain);
}

/// Distortion of one realization at one bin: may be negative, for the noise is subtracted.
double distortion_power(const PeriodLine& line, std::complex<double> gain, int periods) {
  const double whole = std::norm(line.output - gain * line.input);
  return 0.5 * (whole - difference_variance(line, gain) / periods);
}

/// Which bins are which, walked upwards.
class BinKinds {
 public:
  explicit BinKinds(const signals::MultisineBins& bins)
      : bins_(bins), excited_(bins.excited.begin()), detection_(bins.detection.begin()) {}
  bool excited(std::size_t bin) { return at(excited_, bins_.excited.end(), bin); }
  bool detection(std::size_t bin) { return at(detection_, bins_.detection.end(), bin); }

 private:
  using Place = std::vector<std::int64_t>::const_iterator;
  static bool at(Place& place, Place end, std::size_t bin) {
    if (place == end || *place != static_cast<std::int64_t>(bin)) return false;
    ++place;
    return true;
  }
  const signals::MultisineBins& bins_;
  Place excited_;
  Place detection_;
};

void add_silent_line(SilentSpectrum& silent, const PlacedMultisine& placed, std::size_t bin,
                     std::complex<double> gain, double represents) {
  const auto count = static_cast<double>(placed.realizations.size());
  SilentLine line;
  line.hz = placed.hz(bin);
  line.kind = bin % 2 == 0 ? LineKind::Even : LineKind::Odd;
  line.represents = represents;
  auto& sums = line.kind == LineKind::Even ? silent.even_power : silent.odd_power;
  for (std::size_t m = 0; m < placed.realizations.size(); ++m) {
    const PeriodLine& here = placed.realizations[m][bin];
    const double power = distortion_power(here, gain, placed.periods);
    sums[m] += represents * power;
    line.power += power / count;
    line.noise_power += 0.5 * here.output_variance / count;
  }
  silent.lines.push_back(line);
}

}  // namespace

double difference_variance(const PeriodLine& line, std::complex<double> gain) {
  return line.output_variance + std::norm(gain) * line.input_variance -
         2.0 * (std::conj(gain) * line.covariance).real();
}

SilentSpectrum silent_lines(const PlacedMultisine& placed, std::span<const ExcitedLine> excited,
                            int group, bool impure) {
  SilentSpectrum silent;
  silent.even_power.assign(placed.realizations.size(), 0.0);
  silent.odd_power.assign(placed.realizations.size(), 0.0);
  BinKinds kinds(placed.bins);
  for (std::size_t bin = 1; bin < placed.realizations.front().size(); ++bin) {
    if (kinds.excited(bin)) continue;
    const auto gain = impure ? gain_between(excited, placed.hz(bin)) : std::complex<double>{};
    add_silent_line(silent, placed, bin, gain, kinds.detection(bin) ? group : 1.0);
  }
  return silent;
}

PowerFigure silent_power(const SilentSpectrum& silent, LineKind kind, int periods) {
  const auto& sums = kind == LineKind::Even ? silent.even_power : silent.odd_power;
  const auto count = static_cast<double>(sums.size());
  PowerFigure figure;
  double scatter = 0.0;
  double limit = 0.0;
  for (const SilentLine& line : silent.lines) {
    if (line.kind != kind) continue;
    const double noise = line.noise_power / periods;
    const double whole = line.power + noise;  // E[whole^2] = mean^2 (1 + 1/M)
    figure.power += line.represents * line.power;
    scatter += std::pow(line.represents * whole, 2) / (count + 1.0);
    limit += std::pow(line.represents * noise, 2) / count;
  }
  figure.power = std::max(figure.power, 0.0);
  figure.sigma = sums.size() > 1 ? std::max(std::sqrt(scatter), standard_error(sums))
                                 : kOneRealization * std::sqrt(scatter);
  figure.limit = kLimitSigmas * std::sqrt(limit);
  return figure;
}

double odd_power_at_detection(const SilentSpectrum& silent) {
  double power = 0.0;
  for (const SilentLine& line : silent.lines) {
    if (line.represents > 1.0) power += (line.represents - 1.0) * line.power;
  }
  return std::max(power, 0.0);
}

double standard_error(std::span<const double> values) {
  if (values.size() < 2) return 0.0;
  const auto count = static_cast<double>(values.size());
  double mean_value = 0.0;
  for (const double value : values) mean_value += value / count;
  double square = 0.0;
  for (const double value : values) square += std::pow(value - mean_value, 2);
  return std::sqrt(square / (count * (count - 1.0)));
}

}  // namespace ampsweep::analysis
