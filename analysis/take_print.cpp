// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/take_print.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ampsweep::analysis {
namespace {

constexpr double kLowestBandHz = 100.0;
constexpr double kFloorDb = -160.0;
constexpr double kBucketDb = 0.01;
constexpr std::size_t kBuckets = 18001;  ///< kFloorDb .. +20 dB.
constexpr std::size_t kBlock = 2048;
constexpr double kSilence = 1e-6;
constexpr std::array<double, kTakeLoudness> kMoments{0.95, 0.75, 0.5, 0.25};
constexpr double kQuietest = 0.02;

double power_db(double power) {
  return power > 0.0 ? std::max(10.0 * std::log10(power), kFloorDb) : kFloorDb;
}

/// Frames of about 43 ms, whatever the rate.
std::size_t frame_of(SampleRate rate) {
  return rate.value() > 50000 ? (rate.value() > 100000 ? 8192 : 4096) : 2048;
}

}  // namespace

CrestKeeper::CrestKeeper(double rise) : rise_(rise), past_(kExcerpt, 0.0F) {}

std::vector<float> CrestKeeper::unrolled() const {
  std::vector<float> all(past_.begin() + static_cast<std::ptrdiff_t>(next_), past_.end());
  all.insert(all.end(), past_.begin(), past_.begin() + static_cast<std::ptrdiff_t>(next_));
  return all;
}

void CrestKeeper::add(float x) {
  past_[next_] = x;
  next_ = (next_ + 1) % kExcerpt;
  const double size = std::abs(static_cast<double>(x));
  if (size > rise_ * largest_ && std::isfinite(x)) {
    largest_ = size;
    awaited_ = kExcerpt / 2;
  } else if (awaited_ > 0 && --awaited_ == 0) {
    kept_ = unrolled();
  }
}

std::vector<float> CrestKeeper::excerpt() const {
  if (awaited_ == 0) return kept_;
  auto all = unrolled();  // the sound ended just behind its crest
  all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(awaited_));
  all.resize(kExcerpt, 0.0F);
  return all;
}

TakePrinter::TakePrinter(SampleRate rate)
    : spectrum_(rate, frame_of(rate)),
      crests_{CrestKeeper{1.005}, CrestKeeper{1.03}},
      blocks_(kBuckets, 0) {}

void TakePrinter::end_block() {
  const double db = power_db(block_square_ / static_cast<double>(block_filled_));
  const double bucket = std::round((db - kFloorDb) / kBucketDb);
  ++blocks_[std::min(static_cast<std::size_t>(bucket), kBuckets - 1)];
  block_square_ = 0.0;
  block_filled_ = 0;
}

void TakePrinter::add(std::span<const float> block) {
  spectrum_.add(block);
  for (const float sample : block) {
    const float x = std::isfinite(sample) ? sample : 0.0F;
    for (CrestKeeper& crest : crests_) crest.add(x);
    const double square = static_cast<double>(x) * static_cast<double>(x);
    block_square_ += square;
    square_ += square;
    peak_ = std::max(peak_, std::abs(static_cast<double>(x)));
    ++count_;
    if (++block_filled_ == kBlock) end_block();
  }
}

double TakePrinter::loudness(double share) const {
  const auto all = std::accumulate(blocks_.begin(), blocks_.end(), std::uint64_t{0});
  const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(all));
  std::uint64_t below = 0;
  std::size_t bucket = 0;
  while (bucket + 1 < kBuckets && below + blocks_[bucket] <= wanted) below += blocks_[bucket++];
  return all == 0 ? kFloorDb : kFloorDb + kBucketDb * static_cast<double>(bucket);
}

TakePrint TakePrinter::print() const {
  TakePrint print;
  print.silent = peak_ < kSilence;
  if (count_ == 0) return print;
  print.peak_dbfs = 2.0 * power_db(peak_);
  print.rms_dbfs = power_db(square_ / static_cast<double>(count_));
  print.quietest_dbfs = loudness(kQuietest);
  const auto spectrum = spectrum_.spectrum();
  double from = kLowestBandHz;
  for (std::size_t band = 0; band < kTakeBands; ++band) {
    const double to = from * std::exp2(0.5);
    print.level_db[band] = power_db(spectrum.power_between(Hertz{from}, Hertz{to}));
    from = to;
  }
  for (std::size_t i = 0; i < kTakeLoudness; ++i) {
    print.level_db[kTakeBands + i] = loudness(kMoments[i]);
  }
  if (print.silent) return print;
  for (std::size_t i = 0; i < crests_.size(); ++i) print.excerpts[i] = crests_[i].excerpt();
  return print;
}

}  // namespace ampsweep::analysis
