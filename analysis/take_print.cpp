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
constexpr std::size_t kGap = 128;  ///< Zeros in a row: the noise of soft 16-bit takes has fewer.
constexpr double kAtPeakDb = 0.1;

double power_db(double power) {
  return power > 0.0 ? std::max(10.0 * std::log10(power), kFloorDb) : kFloorDb;
}

std::size_t bucket_of(double db) {
  const double bucket = std::round((std::max(db, kFloorDb) - kFloorDb) / kBucketDb);
  return std::min(static_cast<std::size_t>(bucket), kBuckets - 1);
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
      blocks_(kBuckets, 0),
      block_peaks_(kBuckets, 0) {}

void TakePrinter::end_block() {
  ++blocks_[bucket_of(power_db(block_square_ / static_cast<double>(block_filled_)))];
  if (block_gap_) ++gap_blocks_;
  ++block_peaks_[bucket_of(2.0 * power_db(block_peak_))];
  block_square_ = block_peak_ = 0.0;
  block_gap_ = false;
  block_filled_ = 0;
}

void TakePrinter::add(std::span<const float> block) {
  spectrum_.add(block);
  for (const float sample : block) {
    const float x = std::isfinite(sample) ? sample : 0.0F;
    for (CrestKeeper& crest : crests_) crest.add(x);
    const double square = static_cast<double>(x) * static_cast<double>(x);
    block_square_ += square;
    zeros_ = x == 0.0F ? zeros_ + 1 : 0;
    block_gap_ = block_gap_ || zeros_ >= kGap;
    square_ += square;
    block_peak_ = std::max(block_peak_, std::abs(static_cast<double>(x)));
    peak_ = std::max(peak_, block_peak_);
    ++count_;
    if (++block_filled_ == kBlock) end_block();
  }
}

double TakePrinter::loudness(double share, std::uint64_t except) const {
  const auto all = std::accumulate(blocks_.begin(), blocks_.end(), std::uint64_t{0});
  const auto wanted =
      except + static_cast<std::uint64_t>(share * static_cast<double>(all - except));
  std::uint64_t below = 0;
  std::size_t bucket = 0;
  while (bucket + 1 < kBuckets && below + blocks_[bucket] <= wanted) below += blocks_[bucket++];
  return all == 0 ? kFloorDb : kFloorDb + kBucketDb * static_cast<double>(bucket);
}

double TakePrinter::share_at_peak() const {
  const auto all = std::accumulate(block_peaks_.begin(), block_peaks_.end(), std::uint64_t{0});
  const std::size_t from = bucket_of(2.0 * power_db(peak_) - kAtPeakDb);
  const auto there = std::accumulate(block_peaks_.begin() + static_cast<std::ptrdiff_t>(from),
                                     block_peaks_.end(), std::uint64_t{0});
  if (all <= gap_blocks_) return 0.0;
  return static_cast<double>(there) / static_cast<double>(all - gap_blocks_);
}

TakePrint TakePrinter::print() const {
  TakePrint print;
  print.silent = peak_ < kSilence;
  if (count_ == 0) return print;
  print.peak_dbfs = 2.0 * power_db(peak_);
  print.rms_dbfs = power_db(square_ / static_cast<double>(count_));
  print.quietest_dbfs = loudness(kQuietest, gap_blocks_);
  print.at_peak = print.silent ? 0.0 : share_at_peak();
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
