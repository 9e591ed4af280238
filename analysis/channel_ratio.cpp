// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/channel_ratio.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>

#include "analysis/fft.hpp"
#include "analysis/small_cholesky.hpp"
#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

using Complex = std::complex<double>;

constexpr double kShortestRatioSeconds = 1.0;
constexpr double kHalfWidth = 0.01;  ///< Of the frequency.
constexpr double kFewestHalfBins = 6.0;
constexpr double kWidestHalfHz = 50.0;
constexpr double kRatioEdgeSeconds = 0.01;
constexpr double kQuietEdge = 1e-3;     ///< Power at the edges over mean power.
constexpr double kHighestShare = 0.45;  ///< Of the sample rate.
constexpr std::size_t kTerms = 3;       ///< Constant, slope, curvature.

/// Both spectra, bin k at k * step.
struct PairSpectra {
  std::vector<Complex> source;
  std::vector<Complex> divided;
  double step_hz{0.0};
  bool edges_cut{false};  ///< The sound goes on where the recording begins or ends.
};

/// What one window of bins says.
struct LocalFit {
  Complex ratio;
  double variance{0.0};  ///< Of the ratio: mean |error|^2.
  double coherence{0.0};
};

std::vector<Complex> whole_spectrum_of(std::span<const float> x) {
  RealFft fft(x.size());
  const double offset = mean(x);
  for (std::size_t i = 0; i < x.size(); ++i) fft.time()[i] = static_cast<double>(x[i]) - offset;
  fft.forward();
  return {fft.spectrum().begin(), fft.spectrum().end()};
}

/// Does the sound go on at either end?
bool sounds_at_edges(std::span<const float> x, SampleRate rate) {
  const auto edge = static_cast<std::size_t>(kRatioEdgeSeconds * static_cast<double>(rate.value()));
  const double offset = mean(x);
  const auto power = [offset](std::span<const float> part) {
    double sum = 0.0;
    for (const float v : part) sum += std::pow(static_cast<double>(v) - offset, 2);
    return sum / static_cast<double>(part.size());
  };
  return std::max(power(x.first(edge)), power(x.last(edge))) > kQuietEdge * power(x);
}

PairSpectra pair_spectra(const ChannelPair& channels, SampleRate rate) {
  PairSpectra spectra;
  spectra.source = whole_spectrum_of(channels.source);
  spectra.divided = whole_spectrum_of(channels.divided);
  spectra.step_hz = static_cast<double>(rate.value()) / static_cast<double>(channels.source.size());
  spectra.edges_cut =
      sounds_at_edges(channels.source, rate) || sounds_at_edges(channels.divided, rate);
  return spectra;
}

/// Terms a bin contributes: source x (1, d, d^2), then, with edges, the bare (1, d, d^2).
using PolynomialRow = std::array<Complex, 2 * kTerms>;
PolynomialRow polynomial_row(Complex source, double position) {
  return {source,       source * position, source * position * position,
          Complex{1.0}, Complex{position}, Complex{position * position}};
}

/// Sums over a window of bins for the least-squares problem divided = row * unknowns.
struct NormalSums {
  std::vector<Complex> matrix;
  std::vector<Complex> right;
  double power{0.0};
  std::size_t rows{0};
};

NormalSums normal_sums(const PairSpectra& spectra, double hz, std::size_t first, std::size_t last,
                       std::size_t unknowns) {
  NormalSums sums{std::vector<Complex>(unknowns * unknowns), std::vector<Complex>(unknowns)};
  const double half = 0.5 * static_cast<double>(last - first) * spectra.step_hz;
  for (std::size_t k = first; k <= last; ++k) {
    const double position = (static_cast<double>(k) * spectra.step_hz - hz) / half;
    const PolynomialRow row = polynomial_row(spectra.source[k], position);
    for (std::size_t i = 0; i < unknowns; ++i) {
      const Complex conjugate = std::conj(row[i]);
      for (std::size_t j = 0; j < unknowns; ++j)
        sums.matrix[i * unknowns + j] += conjugate * row[j];
      sums.right[i] += conjugate * spectra.divided[k];
    }
    sums.power += std::norm(spectra.divided[k]);
    ++sums.rows;
  }
  return sums;
}

/// Power of `divided` in the window that the solution leaves, summed directly: a difference of
/// sums would drown small residuals in rounding.
double residual_power(const PairSpectra& spectra, double hz, std::size_t first, std::size_t last,
                      const std::vector<Complex>& solution) {
  const double half = 0.5 * static_cast<double>(last - first) * spectra.step_hz;
  double left = 0.0;
  for (std::size_t k = first; k <= last; ++k) {
    const double position = (static_cast<double>(k) * spectra.step_hz - hz) / half;
    const PolynomialRow row = polynomial_row(spectra.source[k], position);
    Complex rest = spectra.divided[k];
    for (std::size_t i = 0; i < solution.size(); ++i) rest -= row[i] * solution[i];
    left += std::norm(rest);
  }
  return left;
}

std::optional<LocalFit> local_fit(const PairSpectra& spectra, double hz) {
  const double reach =
      std::max(std::min(kHalfWidth * hz, kWidestHalfHz) / spectra.step_hz, kFewestHalfBins);
  const double centre = hz / spectra.step_hz;
  const auto last_bin = static_cast<double>(spectra.source.size() - 1);
  const auto first = static_cast<std::size_t>(std::max(std::ceil(centre - reach), 1.0));
  const auto last = static_cast<std::size_t>(std::min(std::floor(centre + reach), last_bin));
  const std::size_t unknowns = spectra.edges_cut ? 2 * kTerms : kTerms;
  if (last < first + 2 * kTerms + 1) return std::nullopt;
  const NormalSums sums = normal_sums(spectra, hz, first, last, unknowns);
  const auto factor = SmallCholesky<Complex>::factor(sums.matrix, unknowns);
  if (!factor || sums.power <= 0.0) return std::nullopt;
  const std::vector<Complex> solution = factor->solve(sums.right);
  const double left = residual_power(spectra, hz, first, last, solution);
  const double noise = left / static_cast<double>(sums.rows - unknowns);
  LocalFit fit;
  fit.ratio = solution[0];
  fit.variance = noise * std::real(factor->inverse_column(0)[0]);
  fit.coherence = std::clamp(1.0 - noise * static_cast<double>(sums.rows) / sums.power, 0.0, 1.0);
  return fit;
}

RatioPoint ratio_point_of(Hertz frequency, const std::optional<LocalFit>& fit) {
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  RatioPoint point{frequency, {kNothing, kNothing}, std::numeric_limits<double>::infinity(), 0.0};
  if (!fit || fit->coherence <= 0.0) return point;
  // Noise on the source pulls a least-squares ratio towards 0 by at most this.
  const double bias = std::abs(fit->ratio) * (1.0 - fit->coherence) / fit->coherence;
  point.ratio = fit->ratio;
  point.sigma = std::hypot(std::sqrt(0.5 * fit->variance), bias);
  point.coherence = fit->coherence;
  return point;
}

std::optional<Refusal> ratio_objection(std::span<const float> x, const std::string& name) {
  if (!all_finite(x)) {
    return Refusal{Refusal::Reason::NotFinite, "the " + name + " channel is not finite"};
  }
  if (!clipped_runs(x).empty()) {
    return Refusal{Refusal::Reason::Clipped, "the " + name + " channel is clipped"};
  }
  const double offset = mean(x);
  if (std::all_of(x.begin(), x.end(),
                  [&](float v) { return std::abs(static_cast<double>(v) - offset) < 1e-9; })) {
    return Refusal{Refusal::Reason::Silent, "the " + name + " channel is silent"};
  }
  return std::nullopt;
}

std::optional<Refusal> ratio_objection(const ChannelPair& channels, SampleRate rate,
                                       std::span<const Hertz> frequencies) {
  const double fs = static_cast<double>(rate.value());
  if (fs <= 0.0 || channels.source.size() != channels.divided.size()) {
    return Refusal{Refusal::Reason::BadParameter,
                   "two channels of equal length and a sample rate are needed"};
  }
  if (frequencies.empty() || !std::all_of(frequencies.begin(), frequencies.end(), [fs](Hertz f) {
        return f.value() > 0.0 && f.value() <= kHighestShare * fs;
      })) {
    return Refusal{Refusal::Reason::BadParameter,
                   "frequencies must lie above 0 and up to 0.45 of the sample rate"};
  }
  if (static_cast<double>(channels.source.size()) < kShortestRatioSeconds * fs) {
    return Refusal{Refusal::Reason::TooShort, "comparing two channels needs at least 1 s"};
  }
  if (auto refusal = ratio_objection(channels.source, "source")) return refusal;
  return ratio_objection(channels.divided, "divided");
}

}  // namespace

std::vector<Hertz> octave_grid(Hertz from, Hertz to, int per_octave) {
  std::vector<Hertz> grid;
  if (!(from.value() > 0.0) || per_octave <= 0) return grid;
  const double steps = static_cast<double>(per_octave);
  const auto first = static_cast<int>(std::ceil(steps * std::log2(from.value() / 1e3) - 1e-9));
  for (int k = first;; ++k) {
    const double hz = 1e3 * std::exp2(static_cast<double>(k) / steps);
    if (!(hz <= to.value() * (1.0 + 1e-9))) return grid;
    grid.emplace_back(hz);
  }
}

Measured<std::vector<RatioPoint>> channel_ratio(const ChannelPair& channels, SampleRate rate,
                                                std::span<const Hertz> frequencies) {
  if (auto refusal = ratio_objection(channels, rate, frequencies)) return tl::unexpected(*refusal);
  const PairSpectra spectra = pair_spectra(channels, rate);
  std::vector<RatioPoint> points;
  points.reserve(frequencies.size());
  for (const Hertz frequency : frequencies) {
    points.push_back(ratio_point_of(frequency, local_fit(spectra, frequency.value())));
  }
  return points;
}

}  // namespace ampsweep::analysis
