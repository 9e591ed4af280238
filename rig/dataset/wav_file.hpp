// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "rig/dataset/durable_file.hpp"
#include "rig/model/result.hpp"
#include "rig/model/take.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// What the header of an audio file says.
struct WavInfo {
  SampleRate rate{0};
  int channels{0};
  SampleCount frames{0};
  std::string container;  ///< "wav", "rf64", "w64", "flac", "aiff"
  std::string encoding;   ///< "pcm16", "pcm24", "pcm32", "float32", "float64", "pcm8"
  int format_tag{0};      ///< WAV only: 1 PCM, 3 float, 65534 extensible. Trainers want 1.
  [[nodiscard]] std::string description()
      const;  ///< "wav pcm24, 48000 Hz, 1 channel, 96000 frames"
};

/// A whole audio file in memory: planar, equal lengths.
struct WavAudio {
  WavInfo info;
  std::vector<std::vector<float>> channels;
  [[nodiscard]] SampleRate rate() const { return info.rate; }
  [[nodiscard]] SampleCount length() const { return info.frames; }
};

/// Reads WAV (RIFF, extensible, RF64, W64), FLAC and AIFF. Integer PCM up to 24 bits and float32
/// come out bit exact (tests/rig/dataset/wav_file_test.cpp); NaN and infinity are passed on.
///
/// Faults: FileMissing; FileTruncated (the data chunk is longer than the file, or decoding ends
///         early, or the header never got its length); FormatMismatch (not audio, lossy,
///         malformed).
[[nodiscard]] Result<WavAudio> read_wav(const std::filesystem::path& path);
[[nodiscard]] Result<WavInfo> wav_info(const std::filesystem::path& path);

/// The same for a file the user named: throws SetupError{Data} instead.
[[nodiscard]] WavAudio require_wav(const std::filesystem::path& path);

/// All channels as 32-bit float WAV, published durably. Equal recordings give equal bytes.
/// Needs:  at least one channel, equal lengths, rate > 0.
/// Faults: those of PendingFile; WriteFailed for more than 4 GiB.
[[nodiscard]] Result<WrittenFile> write_float32(
    const std::filesystem::path& path, const Recording& recording, FileOps& ops = posix_file_ops(),
    FileOps::IfExists if_exists = FileOps::IfExists::Refuse);

/// How samples sit in integer PCM (of 24 bits: code = round(x * 2^23), codes -2^23 .. 2^23 - 1).
struct PcmFit {
  std::int64_t over_full_scale{0};  ///< Codes that do not exist: writing would have to clip.
  std::int64_t at_full_scale{0};    ///< Samples on the lowest or highest code.
  std::int64_t not_finite{0};
  [[nodiscard]] bool fits() const { return over_full_scale == 0 && not_finite == 0; }
};
[[nodiscard]] PcmFit pcm24_fit(std::span<const double> samples);

/// One channel as plain 24-bit PCM (format tag 1), rounded to nearest without dither, so that exact
/// zeros stay zeros. Published durably.
/// Faults: Clipped with the number of samples over full scale (nothing is ever clipped to fit);
///         WriteFailed for NaN and infinity; those of PendingFile.
[[nodiscard]] Result<WrittenFile> write_pcm24(
    const std::filesystem::path& path, std::span<const double> samples, SampleRate rate,
    FileOps& ops = posix_file_ops(), FileOps::IfExists if_exists = FileOps::IfExists::Refuse);

/// The same with 16 bits, for loaders that read nothing else. Rounding noise: -101 dBFS RMS.
[[nodiscard]] Result<WrittenFile> write_pcm16(
    const std::filesystem::path& path, std::span<const double> samples, SampleRate rate,
    FileOps& ops = posix_file_ops(), FileOps::IfExists if_exists = FileOps::IfExists::Refuse);

/// Gives frames first .. of one channel.
using SoundSource = std::function<void(int channel, std::int64_t first, std::span<double> into)>;

/// A sound of any length, piece by piece, in the container and encoding of `info`; plain headers.
///
/// Shape:  info.channels channels of info.frames frames; `source` is asked for blocks in order.
/// Faults: Clipped: a sample that the encoding has no code for (nothing is clipped to fit);
///         WriteFailed: no such format, or 4 GiB and more where sizes have 32 bits; those of
///         PendingFile. What `source` throws passes through; nothing is published then.
/// Memory: one block of 16384 frames.
[[nodiscard]] Result<WrittenFile> write_sound_like(
    const WavInfo& info, const std::filesystem::path& path, const SoundSource& source,
    FileOps& ops = posix_file_ops(), FileOps::IfExists if_exists = FileOps::IfExists::Refuse);

}  // namespace ampsweep::rig
