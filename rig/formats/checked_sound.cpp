// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/checked_sound.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig::formats {
namespace {

constexpr std::int64_t kFramesAtOnce = 16384;  // of one channel; fewer of many

/// Highest positive code of the file's encoding, as a sample.
float top_code(const WavInfo& info) {
  if (info.encoding == "pcm16") return 32767.0F / 32768.0F;
  if (info.encoding == "pcm24") return 8388607.0F / 8388608.0F;
  return 1.0F;
}

/// One channel, sample by sample.
class FigureSums {
 public:
  explicit FigureSums(float top) : top_(top) {}
  void add(float sample) {
    if (first_) {
      figures_.least = figures_.most = sample;
    } else if (sample != before_) {
      ++figures_.changes;
    }
    figures_.finite = figures_.finite && std::isfinite(sample);
    figures_.least = std::min(figures_.least, sample);
    figures_.most = std::max(figures_.most, sample);
    figures_.peak = std::max(figures_.peak, static_cast<double>(std::fabs(sample)));
    figures_.energy += static_cast<double>(sample) * sample;
    const bool full = sample >= top_ || sample <= -1.0F;
    run_ = !full ? 0 : (sample == before_ ? run_ + 1 : 1);
    figures_.longest_full_scale_run = std::max(figures_.longest_full_scale_run, run_);
    before_ = sample;
    first_ = false;
  }
  [[nodiscard]] const ChannelFigures& figures() const { return figures_; }

 private:
  float top_;
  ChannelFigures figures_;
  bool first_{true};
  float before_{0.0F};
  int run_{0};
};

}  // namespace

Result<CheckedSound> CheckedSound::read(const std::filesystem::path& path) {
  auto reader = SoundReader::open(path);
  if (!reader) return tl::unexpected(reader.error());
  CheckedSound sound(std::move(*reader));
  try {
    sound.look_through();
  } catch (const SetupError& why) {
    return tl::unexpected(Fault{FaultCode::FileTruncated, why.what()});
  }
  return sound;
}

CheckedSound CheckedSound::required(const std::filesystem::path& path) {
  auto sound = read(path);
  if (sound) return std::move(*sound);
  const bool cut = sound.error().code == FaultCode::FileTruncated;
  throw SetupError(SetupKind::Data, sound.error().detail,
                   cut ? "copy or export the file again" : "name a WAV, FLAC or AIFF file");
}

void CheckedSound::look_through() {
  const int channels = info().channels;
  std::vector<FigureSums> sums(static_cast<std::size_t>(channels), FigureSums(top_code(info())));
  // All channels of a block come from the pieces that the reader keeps: each is decoded once.
  const std::int64_t step = std::max<std::int64_t>(1, kFramesAtOnce / channels);
  std::vector<float> block;
  for (std::int64_t at = 0; at < length().value(); at += step) {
    block.resize(static_cast<std::size_t>(std::min(step, length().value() - at)));
    for (int c = 0; c < channels; ++c) {
      reader_.read(c, at, block);
      for (const float sample : block) sums[static_cast<std::size_t>(c)].add(sample);
    }
  }
  for (const FigureSums& sum : sums) figures_.push_back(sum.figures());
}

double CheckedSound::peak_between(std::int64_t from, std::int64_t to) {
  from = std::max<std::int64_t>(0, from);
  to = std::min(to, length().value());
  float peak = 0.0F;
  std::vector<float> block;
  for (std::int64_t at = from; at < to; at += kFramesAtOnce) {
    block.resize(static_cast<std::size_t>(std::min(kFramesAtOnce, to - at)));
    reader_.read(0, at, block);
    for (const float sample : block) peak = std::max(peak, std::fabs(sample));
  }
  return peak;
}

std::optional<std::int64_t> CheckedSound::last_nonzero(std::int64_t from, std::int64_t to) {
  from = std::max<std::int64_t>(0, from);
  to = std::min(to, length().value());
  std::vector<float> block;
  for (std::int64_t end = to; end > from; end -= kFramesAtOnce) {
    const std::int64_t begin = std::max(from, end - kFramesAtOnce);
    block.resize(static_cast<std::size_t>(end - begin));
    reader_.read(0, begin, block);
    for (std::size_t n = block.size(); n-- > 0;) {
      if (block[n] != 0.0F) return begin + static_cast<std::int64_t>(n);
    }
  }
  return std::nullopt;
}

std::optional<double> CheckedSound::esr(CheckedSound& a, std::int64_t a_from, CheckedSound& b,
                                        std::int64_t b_from, std::int64_t length) {
  double error = 0.0;
  double energy = 0.0;
  std::vector<float> one;
  std::vector<float> other;
  for (std::int64_t done = 0; done < length; done += kFramesAtOnce) {
    one.resize(static_cast<std::size_t>(std::min(kFramesAtOnce, length - done)));
    other.resize(one.size());
    a.samples(a_from + done, one);
    b.samples(b_from + done, other);
    for (std::size_t n = 0; n < one.size(); ++n) {
      const double target = other[n];
      error += (one[n] - target) * (one[n] - target);
      energy += target * target;
    }
  }
  if (energy == 0.0) return std::nullopt;
  return error / energy;
}

}  // namespace ampsweep::rig::formats
