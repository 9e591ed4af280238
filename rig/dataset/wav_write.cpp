// SPDX-License-Identifier: GPL-3.0-or-later
// Writing whole sounds durably; reading: wav_file.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <span>

#include "rig/dataset/sound_encoder.hpp"
#include "rig/dataset/wav_file.hpp"

namespace ampsweep::rig {
namespace {

PcmFit pcm_fit(std::span<const double> samples, const PcmKind& kind) {
  PcmFit fit;
  const double low = -kind.steps;
  const double high = kind.steps - 1.0;
  for (const double sample : samples) {
    const double code = std::nearbyint(sample * kind.steps);
    if (!std::isfinite(sample)) {
      ++fit.not_finite;
    } else if (code < low || code > high) {
      ++fit.over_full_scale;
    } else if (code == low || code == high) {
      ++fit.at_full_scale;
    }
  }
  return fit;
}

Result<WrittenFile> write_pcm(const PcmKind& kind, const std::filesystem::path& path,
                              std::span<const double> samples, SampleRate rate, FileOps& ops,
                              FileOps::IfExists if_exists) {
  assert(rate.value() > 0);
  const PcmFit fit = pcm_fit(samples, kind);
  if (fit.not_finite > 0) {
    return tl::unexpected(
        Fault{FaultCode::WriteFailed,
              fmt::format("{}: {} samples are not finite numbers", path.string(), fit.not_finite)});
  }
  if (fit.over_full_scale > 0) {
    return tl::unexpected(
        Fault{FaultCode::Clipped,
              fmt::format(
                  "{}: {} samples exceed full scale and {} more stand at it; lower the input gain",
                  path.string(), fit.over_full_scale, fit.at_full_scale)});
  }
  SF_INFO header{};
  header.samplerate = rate.value();
  header.channels = 1;
  header.format = SF_FORMAT_WAV | kind.format;
  const auto fill = [&](std::int64_t first, sf_count_t count, int* into) {
    for (sf_count_t n = 0; n < count; ++n) {
      *into++ =
          static_cast<int>(kind.code(samples[static_cast<std::size_t>(first + n)]) * kind.shift);
    }
  };
  const auto frames = static_cast<std::int64_t>(samples.size());
  return write_sound(path, SoundJob<int, decltype(fill)>{header, frames, fill}, ops, if_exists);
}

}  // namespace

Result<WrittenFile> write_float32(const std::filesystem::path& path, const Recording& recording,
                                  FileOps& ops, FileOps::IfExists if_exists) {
  assert(!recording.channels.empty() && recording.rate.value() > 0);
  const auto& channels = recording.channels;
  assert(std::all_of(channels.begin(), channels.end(), [&](const std::vector<float>& channel) {
    return channel.size() == channels[0].size();
  }));
  SF_INFO header{};
  header.samplerate = recording.rate.value();
  header.channels = static_cast<int>(channels.size());
  header.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
  const auto fill = [&](std::int64_t first, sf_count_t count, float* into) {
    for (sf_count_t n = 0; n < count; ++n) {
      for (const auto& channel : channels) {
        *into++ = channel[static_cast<std::size_t>(first + n)];
      }
    }
  };
  return write_sound(path,
                     SoundJob<float, decltype(fill)>{header, recording.length().value(), fill}, ops,
                     if_exists);
}

PcmFit pcm24_fit(std::span<const double> samples) { return pcm_fit(samples, kPcm24); }

Result<WrittenFile> write_pcm24(const std::filesystem::path& path, std::span<const double> samples,
                                SampleRate rate, FileOps& ops, FileOps::IfExists if_exists) {
  return write_pcm(kPcm24, path, samples, rate, ops, if_exists);
}

Result<WrittenFile> write_pcm16(const std::filesystem::path& path, std::span<const double> samples,
                                SampleRate rate, FileOps& ops, FileOps::IfExists if_exists) {
  return write_pcm(kPcm16, path, samples, rate, ops, if_exists);
}

}  // namespace ampsweep::rig
