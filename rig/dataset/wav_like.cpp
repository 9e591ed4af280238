// SPDX-License-Identifier: GPL-3.0-or-later
// Sound of any length, stored as another file is.
#include <fmt/format.h>

#include <span>
#include <vector>

#include "rig/dataset/sound_encoder.hpp"
#include "rig/dataset/wav_file.hpp"

namespace ampsweep::rig {
namespace {

const PcmKind* pcm_kind(int format) {
  for (const PcmKind* kind : {&kPcm32, &kPcm24, &kPcm16, &kPcm8}) {
    if ((format & SF_FORMAT_SUBMASK) == kind->format) return kind;
  }
  return (format & SF_FORMAT_SUBMASK) == SF_FORMAT_PCM_U8 ? &kPcm8 : nullptr;
}

/// libsndfile's code of `info`; 0: there is none.
int format_code(const WavInfo& info) {
  const auto container = sndfile_code(kContainers, info.container);
  const auto encoding = sndfile_code(kEncodings, info.encoding);
  if (!container || !encoding) return 0;
  const bool unsigned_bytes = *encoding == SF_FORMAT_PCM_S8 && *container != SF_FORMAT_AIFF &&
                              *container != SF_FORMAT_FLAC;  // as those containers have it
  return *container | (unsigned_bytes ? static_cast<int>(SF_FORMAT_PCM_U8) : *encoding);
}

/// A source's frames as a file wants them: interleaved, and as codes where it holds codes.
class Blocks {
 public:
  Blocks(const SoundSource& source, int channels, const PcmKind* kind)
      : source_(source), channels_(static_cast<std::size_t>(channels)), kind_(kind) {}

  void operator()(std::int64_t first, sf_count_t count, int* into) {
    gather(first, count, [&](std::size_t at, double sample) {
      into[at] = static_cast<int>(code(sample) * kind_->shift);
    });
  }
  template <class Float>
  void operator()(std::int64_t first, sf_count_t count, Float* into) {
    gather(first, count,
           [&](std::size_t at, double sample) { into[at] = static_cast<Float>(sample); });
  }
  [[nodiscard]] std::int64_t over_full_scale() const { return over_; }

 private:
  template <class Put>
  void gather(std::int64_t first, sf_count_t count, const Put& put) {
    samples_.resize(static_cast<std::size_t>(count));
    for (std::size_t c = 0; c < channels_; ++c) {
      source_(static_cast<int>(c), first, samples_);
      for (std::size_t n = 0; n < samples_.size(); ++n) put(n * channels_ + c, samples_[n]);
    }
  }

  /// A 32-bit code is rounded when it is read as a float: the highest ones come back as 1.
  std::int64_t code(double sample) {
    const bool rounded_up = kind_ == &kPcm32 && sample == 1.0;
    if (rounded_up) return static_cast<std::int64_t>(kind_->steps) - 1;
    const bool fits =
        sample * kind_->steps > -kind_->steps - 0.5 && sample * kind_->steps < kind_->steps - 0.5;
    if (fits) return kind_->code(sample);
    ++over_;
    return 0;
  }

  const SoundSource& source_;
  std::size_t channels_;
  const PcmKind* kind_;
  std::vector<double> samples_;
  std::int64_t over_{0};
};

}  // namespace

Result<WrittenFile> write_sound_like(const WavInfo& info, const std::filesystem::path& path,
                                     const SoundSource& source, FileOps& ops,
                                     FileOps::IfExists if_exists) {
  SF_INFO header{};
  header.samplerate = info.rate.value();
  header.channels = info.channels;
  header.format = format_code(info);
  if (sf_format_check(&header) == 0) {
    return tl::unexpected(
        Fault{FaultCode::WriteFailed,
              fmt::format("{}: {} cannot be written", path.string(), info.description())});
  }
  Blocks blocks(source, info.channels, pcm_kind(header.format));
  const auto publishable = [&]() -> Result<void> {
    if (blocks.over_full_scale() == 0) return {};
    return tl::unexpected(
        Fault{FaultCode::Clipped, fmt::format("{}: {} samples would exceed full scale",
                                              path.string(), blocks.over_full_scale())});
  };
  const std::int64_t frames = info.frames.value();
  const auto fill = [&](std::int64_t first, sf_count_t count, auto* into) {
    blocks(first, count, into);
  };
  using Fill = decltype(fill);
  if (pcm_kind(header.format) != nullptr) {
    return write_sound(path, SoundJob<int, Fill>{header, frames, fill}, ops, if_exists,
                       publishable);
  }
  if (info.encoding == "float32") {
    return write_sound(path, SoundJob<float, Fill>{header, frames, fill}, ops, if_exists,
                       publishable);
  }
  return write_sound(path, SoundJob<double, Fill>{header, frames, fill}, ops, if_exists,
                     publishable);
}

}  // namespace ampsweep::rig
