// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/sound_scan.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "analysis/flat_tops.hpp"
#include "analysis/sound_check.hpp"
#include "rig/model/sha256.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig {
namespace {

/// Sums, extremes and runs of equal samples at full scale, over any number of blocks.
class Levels {
 public:
  void add(std::span<const float> block) {
    for (const float sample : block) {
      const double x = static_cast<double>(sample);
      if (!std::isfinite(x)) {
        finite_ = false;
        continue;
      }
      sum_ += x;
      squares_ += x * x;
      peak_ = std::max(peak_, std::abs(x));
      count_run(sample);
    }
    count_ += block.size();
  }
  void finish(PairFile& file) {
    file.finite = finite_;
    file.silent = finite_ && peak_ == 0.0;
    file.clipped_runs = runs_;
    if (count_ == 0 || peak_ == 0.0) return;
    file.peak_dbfs = std::max(-400.0, level_of_peak(peak_).value());
    file.dc_full_scale = sum_ / static_cast<double>(count_);
    file.rms_dbfs = 10.0 * std::log10(squares_ / static_cast<double>(count_) + 1e-40);
  }

 private:
  static constexpr float kFullScale = 0.99996F;  // as analysis::clipped_runs()
  void count_run(float sample) {
    const bool beyond = std::abs(sample) > 1.0F;
    const bool full = std::abs(sample) >= kFullScale;
    run_ = full && sample == last_ ? run_ + 1 : (full ? 1 : 0);
    if (run_ == 2 || (beyond && run_ == 1)) ++runs_;
    last_ = sample;
  }
  double sum_{0.0};
  double squares_{0.0};
  double peak_{0.0};
  bool finite_{true};
  std::size_t count_{0};
  float last_{0.0F};
  int run_{0};
  int runs_{0};
};

double step_of(const std::string& encoding) {
  if (encoding == "pcm8") return 1.0 / 128.0;
  return encoding == "pcm16" ? 1.0 / 32768.0 : 1.0 / 8388608.0;
}

}  // namespace

std::optional<double> best_possible_esr(const PairFile& target) {
  if (!target.history.noise_dbfs_rms) return std::nullopt;
  const double signal =
      std::pow(10.0, 0.1 * target.rms_dbfs) - target.dc_full_scale * target.dc_full_scale;
  if (!(signal > 0.0)) return std::nullopt;
  return std::pow(10.0, 0.1 * *target.history.noise_dbfs_rms) / signal;
}

PairFile scan_sound(SoundReader& reader, const std::string& name, const std::stop_token& stop,
                    bool quick) {
  const WavInfo& info = reader.info();
  PairFile file;
  file.file = name;
  file.rate = info.rate;
  file.channels = info.channels;
  file.frames = info.frames;
  file.encoding = info.encoding;
  const auto step = static_cast<std::int64_t>(std::max(8000, info.rate.value()));
  std::vector<float> block;
  Levels levels;
  analysis::FlatTopSearch tops{{info.rate, step_of(info.encoding)}};
  HistoryReader history{info.rate, info.encoding, quick};
  analysis::TakePrinter printer{info.rate};
  bool finite = true;
  Sha256 hash;
  for (std::int64_t at = 0; at < info.frames.value() && !stop.stop_requested(); at += step) {
    block.resize(static_cast<std::size_t>(std::min(step, info.frames.value() - at)));
    reader.read(0, at, block);
    levels.add(block);
    tops.add(block);
    finite = finite && analysis::all_finite(block);
    if (finite) {
      history.add(block);
      printer.add(block);
    }
    hash.add(std::as_bytes(std::span<const float>(block)));
  }
  levels.finish(file);
  file.clipped = file.clipped_runs > 0 || (file.finite && tops.found().clipped);
  if (finite) {
    file.history = history.judge();
    file.print = printer.print();
  }
  file.sound_id = hash.hex();
  return file;
}

}  // namespace ampsweep::rig
