// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/line_family.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "analysis/fft.hpp"
#include "analysis/hann.hpp"
#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

using LineComplex = std::complex<double>;

constexpr double kPadding = 4.0;
constexpr double kSurroundingsHz = 25.0;
constexpr double kVoteOverNoise = 8.0;   ///< Noise alone: 3e-4.
constexpr double kFirstTrustBins = 1.0;  ///< How far from its own peak a line may stand and vote.
constexpr double kTrustBins = 0.25;
constexpr int kNewtonRounds = 2;
constexpr int kNewtonSteps = 6;
constexpr double kTinyNoise = 1e-30;  ///< Stands for none at all; full scale squared.

/// x times a Hann window, its weighted mean taken out first.
std::vector<double> hann_weighted(std::span<const double> x) {
  std::vector<double> weighted = centred_hann(x.size());
  double sum = 0.0;
  for (std::size_t n = 0; n < x.size(); ++n) sum += weighted[n] * x[n];
  const double offset = sum / (0.5 * static_cast<double>(x.size()));
  for (std::size_t n = 0; n < x.size(); ++n) weighted[n] *= x[n] - offset;
  return weighted;
}

double mid_of(std::size_t size) { return 0.5 * (static_cast<double>(size) - 1.0); }

/// exp(-j 2 pi f t) summed against weighted samples, and with t and t^2 beside it.
struct LineSums {
  LineComplex plain;
  LineComplex first;
  LineComplex second;
};

/// Four phasors side by side: the processor need not wait for one turn to begin the next.
LineSums sums_at(std::span<const double> weighted, double rate_hz, Hertz at) {
  constexpr std::size_t kLanes = 4;
  const double turn = -2.0 * std::numbers::pi * at.value() / rate_hz;
  const LineComplex step = std::polar(1.0, turn * kLanes);
  std::array<double, kLanes> re{};
  std::array<double, kLanes> im{};
  std::array<std::array<double, kLanes>, 6> sums{};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double angle = turn * (static_cast<double>(lane) - mid_of(weighted.size()));
    re[lane] = std::cos(angle);
    im[lane] = std::sin(angle);
  }
  for (std::size_t n = 0; n < weighted.size(); n += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double w = n + lane < weighted.size() ? weighted[n + lane] : 0.0;
      const double t = (static_cast<double>(n + lane) - mid_of(weighted.size())) / rate_hz;
      const double real = w * re[lane];
      const double imag = w * im[lane];
      sums[0][lane] += real;
      sums[1][lane] += imag;
      sums[2][lane] += t * real;
      sums[3][lane] += t * imag;
      sums[4][lane] += t * t * real;
      sums[5][lane] += t * t * imag;
      const double next = re[lane] * step.real() - im[lane] * step.imag();
      im[lane] = re[lane] * step.imag() + im[lane] * step.real();
      re[lane] = next;
    }
  }
  const auto total = [&sums](std::size_t row) {
    return (sums[row][0] + sums[row][1]) + (sums[row][2] + sums[row][3]);
  };
  return {{total(0), total(1)}, {total(2), total(3)}, {total(4), total(5)}};
}

/// Sum of (w t)^2, for the doubt: the integral of (cos^2(pi u) u)^2 over -1/2 .. 1/2.
double hann_spread(std::size_t size, double rate_hz) {
  const double pi2 = std::numbers::pi * std::numbers::pi;
  const double n = static_cast<double>(size);
  return n * n * n / (rate_hz * rate_hz) * (1.0 / 32.0 - 15.0 / (64.0 * pi2));
}

struct Refined {
  Hertz unknown;
  Hertz sigma;
};

/// Slope and bend of sum |S_i|^2 / noise_i over the lines that vote, and the variance of the slope.
struct FamilySlope {
  double slope{};
  double bend{};
  double scatter{};
  double steepest{};
  std::vector<std::size_t> voters;
};

FamilySlope slope_at(std::span<const double> weighted, double rate_hz,
                     std::span<const FamilyLine> lines, std::span<const double> noise,
                     std::span<const std::size_t> candidates, Hertz unknown, double trusted_bins) {
  const double size = static_cast<double>(weighted.size());
  const double spread = hann_spread(weighted.size(), rate_hz);
  FamilySlope sum;
  for (const std::size_t i : candidates) {
    const LineSums sums = sums_at(weighted, rate_hz, lines[i].at(unknown));
    // The window's sum is size / 2: amplitude = 2 S / (size / 2), its mean square half of that.
    const double power = 8.0 * std::norm(sums.plain) / (size * size);
    if (power < kVoteOverNoise * noise[i]) continue;
    const double lean = std::imag(std::conj(sums.plain) * sums.first);
    const double curve = std::norm(sums.first) - std::real(std::conj(sums.plain) * sums.second);
    // Where this line alone would be, in Hz off: a stranger's skirt is far off its own peak.
    const double off = std::abs(lean / curve) / (2.0 * std::numbers::pi);
    if (off > trusted_bins * rate_hz / size || curve >= 0.0) continue;
    const double turns = 2.0 * std::numbers::pi * lines[i].slope;
    sum.slope += 2.0 * turns * lean / noise[i];
    sum.bend += 2.0 * turns * turns * curve / noise[i];
    // noise_i stands for a variance of noise_i * size / 3 a sample.
    sum.scatter +=
        4.0 * turns * turns * std::norm(sums.plain) * (size / 3.0) * spread / 2.0 / noise[i];
    sum.steepest = std::max(sum.steepest, std::abs(lines[i].slope));
    sum.voters.push_back(i);
  }
  return sum;
}

/// Newton's method. Steep lines come into view as the unknown gets better, so all lines are asked
/// again after the others have agreed; then they must agree too.
Refined refine_unknown(std::span<const double> weighted, double rate_hz,
                       std::span<const FamilyLine> lines, std::span<const double> noise,
                       Hertz start) {
  Refined result{start, Hertz{std::numeric_limits<double>::infinity()}};
  std::vector<std::size_t> everyone(lines.size());
  std::iota(everyone.begin(), everyone.end(), std::size_t{0});
  for (int round = 0; round < kNewtonRounds; ++round) {
    std::vector<std::size_t> candidates = everyone;
    for (int step = 0; step < kNewtonSteps; ++step) {
      auto sum = slope_at(weighted, rate_hz, lines, noise, candidates, result.unknown,
                          round == 0 ? kFirstTrustBins : kTrustBins);
      if (sum.bend >= 0.0) return result;
      const double reach = rate_hz / static_cast<double>(weighted.size()) / sum.steepest;
      const double move = std::clamp(-sum.slope / sum.bend, -0.5 * reach, 0.5 * reach);
      result.unknown = result.unknown + Hertz{move};
      result.sigma = Hertz{std::sqrt(sum.scatter) / std::abs(sum.bend)};
      candidates = std::move(sum.voters);
      if (std::abs(move) < 1e-7 * reach) break;
    }
  }
  return result;
}

void add_amplitudes(std::span<const double> x, double rate_hz, std::span<const FamilyLine> lines,
                    FamilyFit& fit) {
  const auto weighted = hann_weighted(x);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    fit.amplitude[i] += 4.0 / static_cast<double>(x.size()) *
                        sums_at(weighted, rate_hz, lines[i].at(fit.unknown)).plain;
  }
}

}  // namespace

LineSpectrum::LineSpectrum(std::span<const double> x, double rate_hz) {
  const auto weighted = hann_weighted(x);
  RealFft fft(good_fft_size(static_cast<std::size_t>(kPadding) * x.size()));
  std::copy(weighted.begin(), weighted.end(), fft.time().begin());
  fft.forward();
  bin_hz_ = rate_hz / static_cast<double>(x.size());
  step_hz_ = rate_hz / static_cast<double>(fft.size());
  const double scale = 8.0 / (static_cast<double>(x.size()) * static_cast<double>(x.size()));
  for (const auto& value : fft.spectrum()) mean_square_.push_back(scale * std::norm(value));
}

double LineSpectrum::mean_square(Hertz at) const {
  const double k = std::round(at.value() / step_hz_);
  if (k < 0.0 || k >= static_cast<double>(mean_square_.size())) return 0.0;
  return mean_square_[static_cast<std::size_t>(k)];
}

double LineSpectrum::noise(Hertz at, Hertz spared) const {
  const double last = static_cast<double>(mean_square_.size() - 1);
  const auto from =
      static_cast<std::size_t>(std::clamp((at.value() - kSurroundingsHz) / step_hz_, 0.0, last));
  const auto to =
      static_cast<std::size_t>(std::clamp((at.value() + kSurroundingsHz) / step_hz_, 0.0, last));
  std::vector<double> around;
  for (std::size_t k = from; k <= to; ++k) {
    const double away = std::abs(static_cast<double>(k) * step_hz_ - at.value());
    if (away >= spared.value()) around.push_back(mean_square_[k]);
  }
  if (around.empty()) return kTinyNoise;
  return std::max(median(std::move(around)) / std::numbers::ln2, kTinyNoise);
}

Hertz search_family(std::span<const LineSpectrum> spectra, std::span<const FamilyLine> lines,
                    Hertz from, Hertz to) {
  double steepest = 0.0;
  for (const FamilyLine& line : lines) steepest = std::max(steepest, std::abs(line.slope));
  const double step = 0.25 * spectra.front().bin().value() / steepest;
  const auto count = static_cast<int>(std::ceil((to - from).value() / step));
  std::vector<double> score(static_cast<std::size_t>(count) + 1, 0.0);
  for (const LineSpectrum& spectrum : spectra) {
    for (const FamilyLine& line : lines) {
      const double noise = spectrum.noise(line.at(0.5 * (from + to)));
      for (int i = 0; i <= count; ++i) {
        const Hertz at = line.at(from + Hertz{i * step});
        score[static_cast<std::size_t>(i)] += spectrum.mean_square(at) / noise;
      }
    }
  }
  const auto best = std::max_element(score.begin(), score.end()) - score.begin();
  return from + Hertz{static_cast<double>(best) * step};
}

FamilyFit fit_family(std::span<const double> x, double rate_hz, std::span<const FamilyLine> lines,
                     Hertz start) {
  FamilyFit fit;
  fit.amplitude.assign(lines.size(), {});
  const LineSpectrum spectrum(x, rate_hz);
  for (const FamilyLine& line : lines) fit.noise.push_back(spectrum.noise(line.at(start)));
  const Refined refined = refine_unknown(hann_weighted(x), rate_hz, lines, fit.noise, start);
  fit.unknown = refined.unknown;
  fit.sigma = refined.sigma;
  add_amplitudes(x, rate_hz, lines, fit);
  const auto rest = without_lines(x, rate_hz, lines, fit);
  add_amplitudes(rest, rate_hz, lines, fit);
  const LineSpectrum cleaned(rest, rate_hz);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    fit.noise[i] = cleaned.noise(lines[i].at(fit.unknown), 2.5 * spectrum.bin());
  }
  return fit;
}

std::vector<double> without_lines(std::span<const double> x, double rate_hz,
                                  std::span<const FamilyLine> lines, const FamilyFit& fit) {
  std::vector<double> rest(x.begin(), x.end());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const double turn = 2.0 * std::numbers::pi * lines[i].at(fit.unknown).value() / rate_hz;
    const LineComplex step = std::polar(1.0, turn);
    LineComplex phasor = fit.amplitude[i] * std::polar(1.0, -turn * mid_of(x.size()));
    for (double& sample : rest) {
      sample -= phasor.real();
      phasor = LineComplex(phasor.real() * step.real() - phasor.imag() * step.imag(),
                           phasor.real() * step.imag() + phasor.imag() * step.real());
    }
  }
  return rest;
}

double noise_excess(std::size_t count, double deviations) {
  const double spread = 1.0 / (9.0 * static_cast<double>(count));
  const double root = 1.0 - spread + deviations * std::sqrt(spread);
  return root * root * root;
}

}  // namespace ampsweep::analysis
