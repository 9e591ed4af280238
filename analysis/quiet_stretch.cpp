// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/quiet_stretch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/noise_figures.hpp"
#include "analysis/quantile.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kChunks = 16;
constexpr double kWellBelowDb = 20.0;
/// A bin that stands out of the noise around it: in one second it does once in 1e9 by chance.
constexpr double kLineOverMiddle = 30.0;
constexpr std::size_t kAroundLine = 64;
constexpr int kChordLines = 4;
constexpr double kChordShare = 0.5;

/// Lines stand in the spectrum without hum, and hold most of it: somebody plays.
bool holds_notes(const PowerSpectrum& hiss) {
  double all = 0.0;
  double lines = 0.0;
  int count = 0;
  std::size_t counted = 0;
  for (std::size_t k = 2; k + 2 < hiss.density.size(); ++k) {
    const std::size_t from = k > kAroundLine ? k - kAroundLine : 2;
    const std::size_t to = std::min(k + kAroundLine, hiss.density.size());
    const double here = hiss.density[k];
    all += here;
    const std::span around{hiss.density.data() + from, to - from};
    // The median costs: asked only of what might pass.
    const double mean =
        std::accumulate(around.begin(), around.end(), 0.0) / static_cast<double>(around.size());
    if (here < mean) continue;
    if (here < kLineOverMiddle * median({around.begin(), around.end()})) continue;
    lines += here;
    if (k > counted + 2) ++count;
    counted = k;
  }
  return count >= kChordLines && lines > kChordShare * all;
}

}  // namespace

QuietStretch::QuietStretch(SampleRate rate, Seconds length)
    : rate_(rate),
      chunk_((static_cast<std::size_t>(samples(length, rate).value()) + kChunks - 1) / kChunks) {}

void QuietStretch::add(std::span<const float> block) {
  for (const float sample : block) {
    const float x = std::isfinite(sample) ? sample : 0.0F;
    const double square = static_cast<double>(x) * static_cast<double>(x);
    filling_.sound.push_back(x);
    filling_.square += square;
    sum_ += static_cast<double>(x);
    squares_ += square;
    ++count_;
    if (filling_.sound.size() == chunk_) end_chunk();
  }
}

void QuietStretch::end_chunk() {
  recent_.push_back(std::move(filling_));
  filling_ = {};
  if (recent_.size() > kChunks) recent_.pop_front();
  if (recent_.size() < kChunks) return;
  double square = 0.0;
  std::size_t silent = 0;
  for (const Chunk& chunk : recent_) {
    square += chunk.square;
    if (chunk.square == 0.0) ++silent;
  }
  const std::size_t all = kChunks * chunk_;
  if (silent == kChunks) silent_seen_ = true;
  if (silent > 0) return;
  if (!best_.empty() && square >= best_square_) return;
  best_square_ = square;
  best_.clear();
  for (const Chunk& chunk : recent_) {
    best_.insert(best_.end(), chunk.sound.begin(), chunk.sound.end());
  }
  best_from_ = SampleCount{count_ - static_cast<std::int64_t>(all)};
}

double QuietStretch::mean() const { return count_ > 0 ? sum_ / static_cast<double>(count_) : 0.0; }

double QuietStretch::mean_square() const {
  return count_ > 0 ? squares_ / static_cast<double>(count_) : 0.0;
}

StillFigures QuietStretch::judge() const {
  StillFigures figures;
  figures.from = seconds(best_from_, rate_);
  figures.hum = DbFsRms{-std::numeric_limits<double>::infinity()};
  const auto measured = measure_noise(best_, rate_);
  if (!measured) {
    if (silent_seen_) figures.idle = Answer::No;
    return figures;
  }
  const double hiss = measured->without_hum.unweighted.level.value();
  const double whole = level_of_rms(std::sqrt(mean_square())).value();
  if (hiss > whole - kWellBelowDb || holds_notes(measured->hiss)) return figures;
  figures.idle = Answer::Yes;
  figures.noise = measured->with_hum.unweighted.level;
  figures.noise_power = std::pow(rms_amplitude(figures.noise), 2.0);
  figures.mains = measured->hum.mains;
  figures.hums = figures.mains == Mains::None ? Answer::No : Answer::Yes;
  figures.hum = measured->hum.total;
  figures.hum_limit = measured->hum.limit;
  return figures;
}

}  // namespace ampsweep::analysis
