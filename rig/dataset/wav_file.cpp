// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/wav_file.hpp"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "rig/dataset/riff.hpp"

namespace ampsweep::rig {
namespace {

constexpr sf_count_t kBlockFrames = 16384;

/// Integer PCM: code = round(x * steps), codes -steps .. steps - 1.
struct PcmKind {
  int format;
  double steps;
  int shift;  ///< libsndfile keeps the upper bits of 32.
  [[nodiscard]] std::int64_t code(double sample) const {
    return static_cast<std::int64_t>(std::nearbyint(sample * steps));
  }
};
constexpr PcmKind kPcm24{SF_FORMAT_PCM_24, 8388608.0, 256};
constexpr PcmKind kPcm16{SF_FORMAT_PCM_16, 32768.0, 65536};

struct CloseSound {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
using Sound = std::unique_ptr<SNDFILE, CloseSound>;

constexpr std::array kContainers{
    std::pair{SF_FORMAT_WAV, "wav"},   std::pair{SF_FORMAT_WAVEX, "wav"},
    std::pair{SF_FORMAT_RF64, "rf64"}, std::pair{SF_FORMAT_W64, "w64"},
    std::pair{SF_FORMAT_FLAC, "flac"}, std::pair{SF_FORMAT_AIFF, "aiff"}};

constexpr std::array kEncodings{
    std::pair{SF_FORMAT_PCM_S8, "pcm8"},   std::pair{SF_FORMAT_PCM_U8, "pcm8"},
    std::pair{SF_FORMAT_PCM_16, "pcm16"},  std::pair{SF_FORMAT_PCM_24, "pcm24"},
    std::pair{SF_FORMAT_PCM_32, "pcm32"},  std::pair{SF_FORMAT_FLOAT, "float32"},
    std::pair{SF_FORMAT_DOUBLE, "float64"}};

template <std::size_t N, class Code>
const char* name_of(const std::array<std::pair<Code, const char*>, N>& names, int code) {
  for (const auto& [value, name] : names) {
    if (static_cast<int>(value) == code) return name;
  }
  return nullptr;
}

struct OpenSound {
  Sound file;
  WavInfo info;
};

Fault not_audio(const std::filesystem::path& path, const std::string& why) {
  return {FaultCode::FormatMismatch,
          fmt::format("{} cannot be used: {}; WAV, FLAC or AIFF is needed", path.string(), why)};
}

Result<OpenSound> open_sound(const std::filesystem::path& path) {
  const auto riff = riff_summary(path);
  if (!riff) return tl::unexpected(riff.error());
  SF_INFO header{};
  Sound file(sf_open(path.c_str(), SFM_READ, &header));
  if (!file) return tl::unexpected(not_audio(path, sf_strerror(nullptr)));

  const char* container = name_of(kContainers, header.format & SF_FORMAT_TYPEMASK);
  const char* encoding = name_of(kEncodings, header.format & SF_FORMAT_SUBMASK);
  if (container == nullptr) return tl::unexpected(not_audio(path, "its format is not supported"));
  if (encoding == nullptr) return tl::unexpected(not_audio(path, "its samples are compressed"));
  // An unfinished FLAC claims the largest count there is.
  if (header.frames < 0 || header.frames > std::numeric_limits<std::int64_t>::max() / 1024) {
    return tl::unexpected(Fault{FaultCode::FileTruncated,
                                fmt::format("{}: its header never got its length", path.string())});
  }
  WavInfo info{SampleRate{header.samplerate},
               header.channels,
               SampleCount{header.frames},
               container,
               encoding,
               0};
  if (*riff) info.format_tag = (*riff)->format_tag;
  return OpenSound{std::move(file), std::move(info)};
}

/// Lets libsndfile write into a PendingFile. Failures stay there: sf_close() may report success on
/// a file that was cut short by a full disk.
struct Sink {
  PendingFile& file;
  sf_count_t at{0};
};

Sink& sink(void* user) { return *static_cast<Sink*>(user); }

SF_VIRTUAL_IO sink_io() {
  SF_VIRTUAL_IO io{};
  io.get_filelen = [](void* user) -> sf_count_t { return sink(user).file.bytes(); };
  io.seek = [](sf_count_t offset, int whence, void* user) -> sf_count_t {
    Sink& s = sink(user);
    if (whence == SEEK_CUR) offset += s.at;
    if (whence == SEEK_END) offset += s.file.bytes();
    return s.at = std::max<sf_count_t>(0, offset);
  };
  io.read = [](void* into, sf_count_t count, void* user) -> sf_count_t {
    Sink& s = sink(user);
    const auto got = static_cast<sf_count_t>(
        s.file.read({static_cast<std::byte*>(into), static_cast<std::size_t>(count)}, s.at));
    s.at += got;
    return got;
  };
  io.write = [](const void* from, sf_count_t count, void* user) -> sf_count_t {
    Sink& s = sink(user);
    const auto written =
        s.file.write({static_cast<const std::byte*>(from), static_cast<std::size_t>(count)}, s.at);
    if (!written) return 0;
    s.at += count;
    return count;
  };
  io.tell = [](void* user) -> sf_count_t { return sink(user).at; };
  return io;
}

/// What is to be written; `fill(first frame, frames, into)` gives one block, interleaved.
template <class Sample, class Fill>
struct SoundJob {
  SF_INFO header;
  std::int64_t frames;
  Fill fill;
  [[nodiscard]] std::int64_t least_bytes() const {
    const int pcm = (header.format & SF_FORMAT_SUBMASK) == SF_FORMAT_PCM_16 ? 2 : 3;
    return frames * header.channels * (std::is_same_v<Sample, float> ? 4 : pcm);
  }
};

sf_count_t write_block(SNDFILE* file, const float* block, sf_count_t count) {
  return sf_writef_float(file, block, count);
}
sf_count_t write_block(SNDFILE* file, const int* block, sf_count_t count) {
  return sf_writef_int(file, block, count);
}

/// Empty, or why not everything was written.
template <class Sample, class Fill>
std::string encode(SoundJob<Sample, Fill> job, PendingFile& pending) {
  Sink target{pending};
  SF_VIRTUAL_IO io = sink_io();
  Sound file(sf_open_virtual(&io, SFM_WRITE, &job.header, &target));
  if (!file) return sf_strerror(nullptr);
  // A PEAK chunk carries the time of writing: equal sound would not give equal bytes.
  sf_command(file.get(), SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
  std::vector<Sample> block(static_cast<std::size_t>(kBlockFrames * job.header.channels));
  for (std::int64_t written = 0; written < job.frames;) {
    const sf_count_t count = std::min<sf_count_t>(kBlockFrames, job.frames - written);
    job.fill(written, count, block.data());
    const sf_count_t done = write_block(file.get(), block.data(), count);
    written += done;
    if (done != count) {
      return fmt::format("{} of {} frames written: {}", written, job.frames,
                         sf_strerror(file.get()));
    }
  }
  return sf_close(file.release()) == 0 ? "" : "closing failed";
}

template <class Sample, class Fill>
Result<WrittenFile> write_sound(const std::filesystem::path& path,
                                const SoundJob<Sample, Fill>& job, FileOps& ops,
                                FileOps::IfExists if_exists) {
  const auto failed = [&](const std::string& why) {
    return tl::unexpected(
        Fault{FaultCode::WriteFailed, fmt::format("cannot write {}: {}", path.string(), why)});
  };
  if (job.least_bytes() > std::numeric_limits<std::uint32_t>::max() - 4096) {
    return failed("more than 4 GiB do not fit a WAV file; play shorter takes");
  }
  auto pending = PendingFile::create(path, ops);
  if (!pending) return tl::unexpected(pending.error());
  const std::string trouble = encode(job, *pending);
  // The sink's own failure (disk full ...) says more than libsndfile's.
  if (auto sound = pending->write({}, 0); !sound) return tl::unexpected(sound.error());
  if (!trouble.empty()) return failed(trouble);
  if (pending->bytes() < job.least_bytes()) return failed("it came out too short");
  return pending->publish(if_exists);
}

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

std::string WavInfo::description() const {
  return fmt::format("{} {}, {} Hz, {} channel{}, {} frames", container, encoding, rate.value(),
                     channels, channels == 1 ? "" : "s", frames.value());
}

Result<WavInfo> wav_info(const std::filesystem::path& path) {
  auto sound = open_sound(path);
  if (!sound) return tl::unexpected(sound.error());
  return sound->info;
}

Result<WavAudio> read_wav(const std::filesystem::path& path) {
  auto sound = open_sound(path);
  if (!sound) return tl::unexpected(sound.error());
  const auto channels = static_cast<std::size_t>(sound->info.channels);
  WavAudio audio{sound->info, std::vector<std::vector<float>>(channels)};
  std::vector<float> block(static_cast<std::size_t>(kBlockFrames) * channels);
  std::int64_t frames = 0;
  while (const sf_count_t got = sf_readf_float(sound->file.get(), block.data(), kBlockFrames)) {
    for (std::size_t c = 0; c < channels; ++c) {
      for (std::size_t n = 0; n < static_cast<std::size_t>(got); ++n) {
        audio.channels[c].push_back(block[n * channels + c]);
      }
    }
    frames += got;
  }
  if (frames != audio.info.frames.value()) {
    return tl::unexpected(Fault{FaultCode::FileTruncated,
                                fmt::format("{} is truncated: {} of {} frames can be read",
                                            path.string(), frames, audio.info.frames.value())});
  }
  return audio;
}

WavAudio require_wav(const std::filesystem::path& path) {
  auto audio = read_wav(path);
  if (audio) return std::move(*audio);
  const bool cut = audio.error().code == FaultCode::FileTruncated;
  throw SetupError(SetupKind::Data, audio.error().detail,
                   cut ? "copy or export the file again" : "name a WAV, FLAC or AIFF file");
}

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
