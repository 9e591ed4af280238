// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/bandwidth.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kFrame = 4096;
constexpr std::size_t kLeastFrames = 11;  // half a second at 48 kHz
constexpr double kWallDb = 10.0;
constexpr double kConverter = 0.47;   ///< Of the rate: from here on a converter's own filter acts.
constexpr double kLowestHz = 6500.0;  ///< Below, a loudspeaker ends the sound.
constexpr double kSlope = 0.1;        ///< Octaves that a wall may take.
constexpr double kBeside = 0.06;      ///< Octaves looked at on either side of it.
constexpr double kSilentDb = -200.0;
constexpr std::array<int, 8> kUsualRates{16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000};

/// Levels of a spectrum, bin by bin, in dB.
struct Levels {
  std::vector<double> db;
  double step_hz{1.0};

  [[nodiscard]] std::size_t bin(double hz) const {
    return std::min(static_cast<std::size_t>(std::lround(hz / step_hz)), db.size() - 1);
  }
  [[nodiscard]] double share(double from_hz, double to_hz, double share) const {
    const std::size_t from = bin(from_hz);
    const std::size_t to = std::max(bin(to_hz), from + 3);
    std::vector<double> some;
    for (std::size_t k = from; k < std::min(to, db.size()); ++k) some.push_back(db[k]);
    return quantile(std::move(some), share);
  }
};

Levels levels_of(const PowerSpectrum& spectrum) {
  Levels levels;
  levels.step_hz = spectrum.step.value();
  for (const double density : spectrum.density) {
    levels.db.push_back(10.0 * std::log10(std::max(density, std::pow(10.0, kSilentDb / 10.0))));
  }
  return levels;
}

/// A fall that ends at `at_hz`.
struct Fall {
  double at_hz{0.0};
  double drop_db{0.0};
};

/// How far the spectrum falls within kSlope below `hz`, more than it had been falling before, to
/// stay down: the loudest of what follows counts, up to where the converter's own filter acts.
Fall fall_at(const Levels& levels, double hz, double last_hz) {
  const double start = hz * std::exp2(-kSlope);
  const double earlier = start * std::exp2(-kSlope);
  const double before = levels.share(start * std::exp2(-kBeside), start, 0.3);
  const double long_before = levels.share(earlier * std::exp2(-kBeside), earlier, 0.7);
  const double after = levels.share(hz, last_hz, 0.98);
  return {hz, before - after - std::max(0.0, long_before - before)};
}

/// Where the spectrum last stands 6 dB over what lies behind the wall.
double foot_of(const Levels& levels, const Fall& fall, double last_hz) {
  const double after = levels.share(fall.at_hz, last_hz, 0.5);
  std::size_t k = levels.bin(last_hz);
  while (k > 0 && levels.db[k] < after + 6.0) --k;
  return static_cast<double>(k) * levels.step_hz;
}

double top_of(const PowerSpectrum& spectrum) {
  double all = 0.0;
  for (const double density : spectrum.density) all += density;
  double sum = 0.0;
  std::size_t k = 0;
  while (k + 1 < spectrum.density.size() && sum + spectrum.density[k] <= 0.999 * all) {
    sum += spectrum.density[k++];
  }
  return static_cast<double>(k) * spectrum.step.value();
}

/// What a wall may be of.
struct WallSource {
  std::optional<int> rate;  ///< The usual one whose half the wall is at.
  bool near{false};  ///< Up to 15 % below half a usual rate: a poor filter, or a sound made so.
};

/// Resamplers stop between 0.95 and 1.012 of half their rate.
WallSource source_of(double wall_hz, int rate) {
  WallSource source;
  for (const int one : kUsualRates) {
    const double of_half = wall_hz / (0.5 * one);
    if (one >= rate || of_half > 1.012 || of_half <= 0.85) continue;
    source.near = true;
    if (of_half >= 0.95 && !source.rate) source.rate = one;
  }
  return source;
}

}  // namespace

BandwidthMeter::BandwidthMeter(SampleRate rate) : rate_(rate), spectrum_(rate, kFrame) {}

BandwidthFigures BandwidthMeter::judge(double step) const {
  BandwidthFigures figures;
  figures.walled = figures.resampled = Answer::CannotTell;
  if (spectrum_.frames() < kLeastFrames) return figures;
  const auto density = spectrum();
  const auto levels = levels_of(density);
  figures.top = Hertz{top_of(density)};
  const double rate = rate_.value();
  const double last = kConverter * rate;
  Fall steepest;
  for (double hz = kLowestHz; hz < last * std::exp2(-kBeside); hz *= std::exp2(0.01)) {
    const Fall fall = fall_at(levels, hz, last);
    if (fall.drop_db > steepest.drop_db) steepest = fall;
  }
  figures.drop = Decibels{steepest.drop_db};
  // Rounding to codes is a noise of its own: step^2 / 12 over half the rate.
  const double rounding_db = step > 0.0 ? 10.0 * std::log10(step * step / (6.0 * rate)) : kSilentDb;
  const double before = levels.share(last * std::exp2(-2.0 * kSlope), last, 0.3);
  figures.limit = Decibels{before - rounding_db};
  if (steepest.drop_db >= kWallDb) {
    figures.wall = Hertz{foot_of(levels, steepest, last)};
    figures.walled = Answer::Yes;
    const auto source = source_of(figures.wall.value(), rate_.value());
    if (source.rate) {
      figures.resampled = Answer::Yes;
      figures.source = SampleRate{*source.rate};
    } else if (!source.near) {
      figures.resampled = Answer::No;
    }
  } else if (figures.limit.value() >= kWallDb) {
    figures.walled = figures.resampled = Answer::No;
  }
  return figures;
}

}  // namespace ampsweep::analysis
