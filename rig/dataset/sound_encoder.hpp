// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/sndfile_names.hpp"

namespace ampsweep::rig {

/// Sound through libsndfile into a durable file, block by block. For wav_write.cpp and
/// wav_like.cpp.

/// Integer PCM: code = round(x * steps), codes -steps .. steps - 1.
struct PcmKind {
  int format;
  double steps;
  int shift;  ///< libsndfile keeps the upper bits of 32.
  [[nodiscard]] std::int64_t code(double sample) const {
    return static_cast<std::int64_t>(std::nearbyint(sample * steps));
  }
};
inline constexpr PcmKind kPcm32{SF_FORMAT_PCM_32, 2147483648.0, 1};
inline constexpr PcmKind kPcm24{SF_FORMAT_PCM_24, 8388608.0, 256};
inline constexpr PcmKind kPcm16{SF_FORMAT_PCM_16, 32768.0, 65536};
inline constexpr PcmKind kPcm8{SF_FORMAT_PCM_S8, 128.0, 16777216};

/// How libsndfile writes into a PendingFile.
[[nodiscard]] SF_VIRTUAL_IO sink_io();

/// Lets libsndfile write into a PendingFile. Failures stay there: sf_close() may report success on
/// a file that was cut short by a full disk.
struct Sink {
  PendingFile& file;
  sf_count_t at{0};
};

inline int stored_bytes(int format) {
  switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
      return 1;
    case SF_FORMAT_PCM_16:
      return 2;
    case SF_FORMAT_PCM_24:
      return 3;
    case SF_FORMAT_DOUBLE:
      return 8;
    default:
      return 4;
  }
}

/// What is to be written; `fill(first frame, frames, into)` gives one block, interleaved.
template <class Sample, class Fill>
struct SoundJob {
  SF_INFO header;
  std::int64_t frames;
  Fill fill;
  /// Of the samples as they are stored; FLAC packs them, so nothing is known.
  [[nodiscard]] std::int64_t least_bytes() const {
    return packed() ? 0 : frames * header.channels * stored_bytes(header.format);
  }
  [[nodiscard]] bool packed() const {
    return (header.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_FLAC;
  }
  /// WAV and AIFF count bytes in 32 bits.
  [[nodiscard]] bool counts_small() const {
    const int container = header.format & SF_FORMAT_TYPEMASK;
    return container == SF_FORMAT_WAV || container == SF_FORMAT_AIFF;
  }
};

inline sf_count_t write_block(SNDFILE* file, const float* block, sf_count_t count) {
  return sf_writef_float(file, block, count);
}
inline sf_count_t write_block(SNDFILE* file, const double* block, sf_count_t count) {
  return sf_writef_double(file, block, count);
}
inline sf_count_t write_block(SNDFILE* file, const int* block, sf_count_t count) {
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
                                FileOps::IfExists if_exists,
                                const std::function<Result<void>()>& publishable = {}) {
  const auto failed = [&](const std::string& why) {
    return tl::unexpected(
        Fault{FaultCode::WriteFailed, fmt::format("cannot write {}: {}", path.string(), why)});
  };
  if (job.counts_small() && job.least_bytes() > std::numeric_limits<std::uint32_t>::max() - 4096) {
    return failed("more than 4 GiB do not fit such a file; play shorter takes");
  }
  auto pending = PendingFile::create(path, ops);
  if (!pending) return tl::unexpected(pending.error());
  const std::string trouble = encode(job, *pending);
  // The sink's own failure (disk full ...) says more than libsndfile's.
  if (auto sound = pending->write({}, 0); !sound) return tl::unexpected(sound.error());
  if (!trouble.empty()) return failed(trouble);
  if (pending->bytes() < job.least_bytes()) return failed("it came out too short");
  if (publishable) {
    if (auto fine = publishable(); !fine) return tl::unexpected(fine.error());
  }
  return pending->publish(if_exists);
}

}  // namespace ampsweep::rig
