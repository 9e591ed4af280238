// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/frame_grid.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kFrames = 6;
constexpr std::size_t kGranules = 12;
constexpr std::size_t kBeside = 4;
constexpr double kLappedGain = 512.0;  ///< Power of a line over that of a sample of white noise.
constexpr double kHybridGain = 0.452;
constexpr double kMeanLog = -1.270;  ///< Mean log of a squared normal draw.
/// Power of a coefficient that rounding to 24 bits leaves: what is smaller counts alike.
constexpr double kNothing = 1e-12;
// Lines from 1.5 to 15 kHz of 48: below, none is rounded to nothing; above, all may be.
constexpr std::size_t kFirstLine = 64;
constexpr std::size_t kEndLine = 640;
constexpr std::size_t kFirstHybrid = 60;
constexpr std::size_t kEndHybrid = 400;
// Bands whose inner edges have them all; the butterflies reach eight lines across one.
constexpr std::size_t kFirstBand = (kFirstHybrid - 8) / kSubbandLines;
constexpr std::size_t kEndBand = (kEndHybrid + 8) / kSubbandLines + 1;

/// Logarithms of products of eight: each factor lies between 1e-12 and 1e6.
double mean_log(std::span<const double> lines) {
  constexpr std::size_t kFactors = 8;
  double sum = 0.0;
  for (std::size_t first = 0; first < lines.size(); first += kFactors) {
    double product = 1.0;
    for (const double one : lines.subspan(first, std::min(kFactors, lines.size() - first))) {
      product *= one * one + kNothing;
    }
    sum += std::log(product);
  }
  return sum / static_cast<double>(lines.size());
}

/// How far a frame's power falls at each place below those beside it, across the frames' ends: a
/// note that decays is louder one hop before.
std::vector<double> falls_of(const std::vector<std::vector<double>>& frames, std::size_t f) {
  const std::size_t hop = frames[f].size();
  std::vector<double> falls(hop, 0.0);
  const std::size_t first = f == 0 ? kBeside : 0;
  const std::size_t end = f + 1 == frames.size() ? hop - kBeside : hop;
  for (std::size_t o = first; o < end; ++o) {
    const double before = o < kBeside ? frames[f - 1][o + hop - kBeside] : frames[f][o - kBeside];
    const double after =
        o + kBeside < hop ? frames[f][o + kBeside] : frames[f + 1][o + kBeside - hop];
    falls[o] = 0.5 * (before + after) - frames[f][o];
  }
  return falls;
}

/// Correlation of two curves, what stands around `at` left out: a coder's grid is in all frames.
double correlation(const std::vector<double>& a, const std::vector<double>& b, std::size_t at) {
  const std::size_t hop = a.size();
  double aa = 0.0;
  double ab = 0.0;
  double bb = 0.0;
  for (std::size_t o = 0; o < hop; ++o) {
    const std::size_t off = (o + hop - at) % hop;
    if (std::min(off, hop - off) <= 2 * kBeside) continue;
    aa += a[o] * a[o];
    ab += a[o] * b[o];
    bb += b[o] * b[o];
  }
  return aa > 0.0 && bb > 0.0 ? ab / std::sqrt(aa * bb) : 0.0;
}

double most_alike(const std::vector<std::vector<double>>& falls, std::size_t at) {
  double most = 0.0;
  for (std::size_t i = 0; i < falls.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) most = std::max(most, correlation(falls[i], falls[j], at));
  }
  return most;
}

double rounding_level(double step, double gain) {
  return std::log(gain * step * step / 12.0 + kNothing) + kMeanLog;
}

}  // namespace

GridCurve grid_curve(const std::vector<std::vector<double>>& frames) {
  const std::size_t hop = frames.front().size();
  assert(hop > 2 * kBeside);
  GridCurve curve{std::vector<double>(hop, 0.0), std::vector<double>(hop, 0.0)};
  const auto places = static_cast<double>(hop * frames.size());
  std::vector<double> sizes(hop);
  std::vector<std::vector<double>> falls;
  for (std::size_t f = 0; f < frames.size(); ++f) {
    const auto& below = falls.emplace_back(falls_of(frames, f));
    for (std::size_t o = 0; o < hop; ++o) {
      curve.fall[o] += below[o] / static_cast<double>(frames.size());
      sizes[o] = std::abs(below[o]);
      curve.level += frames[f][o] / places;
    }
    const double sigma = kMedianToSigma * median(sizes);
    if (!(sigma > 0.0)) continue;
    for (std::size_t o = 0; o < hop; ++o) {
      curve.witness[o] += std::clamp(below[o] / sigma, -kMostFromFrame, kMostFromFrame);
    }
  }
  const auto lowest = std::max_element(curve.witness.begin(), curve.witness.end());
  curve.alike = most_alike(falls, static_cast<std::size_t>(lowest - curve.witness.begin()));
  return curve;
}

GridCurve lapped_curve(LappedTransform& transform, std::span<const float> stretch) {
  const std::size_t hop = transform.size();
  assert(stretch.size() >= (kFrames + 2) * hop);
  std::vector<std::vector<double>> frames(kFrames, std::vector<double>(hop));
  for (std::size_t o = 0; o < hop; ++o) {
    for (std::size_t f = 0; f < kFrames; ++f) {
      const auto lines = transform.transform(stretch.subspan(o + f * hop, 2 * hop));
      frames[f][o] = mean_log(lines.subspan(kFirstLine, kEndLine - kFirstLine));
    }
  }
  return grid_curve(frames);
}

GridCurve hybrid_curve(const HybridBank& bank, std::span<const float> stretch) {
  constexpr std::size_t kSlots = kSubbandLines * (kGranules + 2);
  assert(stretch.size() >= kSubbands * kSlots + kBankTaps);
  std::vector<std::vector<double>> frames(kGranules, std::vector<double>(kGranule));
  std::array<double, kGranule> lines{};
  for (std::size_t shift = 0; shift < kSubbands; ++shift) {
    // Odd bands are turned around in every other slot, counted from a granule's first.
    std::array<std::vector<std::array<double, kSubbands>>, 2> slots;
    for (std::size_t k = 0; k < kSlots; ++k) {
      for (std::size_t parity = 0; parity < 2; ++parity) {
        slots[parity].push_back(
            parity == 0 ? bank.slot(stretch.subspan(shift + kSubbands * k, kBankTaps), k)
                        : slots[0].back());
      }
      for (std::size_t band = 1; band < kSubbands; band += 2) slots[1].back()[band] *= -1.0;
    }
    for (std::size_t late = 0; late < kSubbandLines; ++late) {
      for (std::size_t f = 0; f < kGranules; ++f) {
        const std::size_t first = late + kSubbandLines * f;
        bank.lines(std::span{slots[first % 2]}.subspan(first, 2 * kSubbandLines), kFirstBand,
                   kEndBand, lines);
        frames[f][late * kSubbands + shift] =
            mean_log(std::span{lines}.subspan(kFirstHybrid, kEndHybrid - kFirstHybrid));
      }
    }
  }
  return grid_curve(frames);
}

double lapped_rounding_level(double step) { return rounding_level(step, kLappedGain); }

double hybrid_rounding_level(double step) { return rounding_level(step, kHybridGain); }

}  // namespace ampsweep::analysis
