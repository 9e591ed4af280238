// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "rig/dataset/wav_file.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// An audio file of any length, read piece by piece. The file must stay as it is meanwhile.
///
/// Memory: eight chunks of at most 32768 samples, whatever the channels. Thread: one object per
/// thread.
class SoundReader {
 public:
  /// Faults: those of wav_info().
  [[nodiscard]] static Result<SoundReader> open(const std::filesystem::path& path);
  SoundReader(SoundReader&&) noexcept;
  SoundReader& operator=(SoundReader&&) noexcept;
  ~SoundReader();

  [[nodiscard]] const WavInfo& info() const { return info_; }
  /// Samples of one channel from frame `from` on; zeros outside the file. Needs: channel exists.
  /// Throws SetupError{Data} when the file cannot be read where it should.
  void read(int channel, std::int64_t from, std::span<float> into);

 private:
  struct Handle;
  struct Chunk {
    std::int64_t number{-1};
    std::vector<float> frames;  ///< Interleaved.
  };
  SoundReader(std::filesystem::path path, WavInfo info, std::unique_ptr<Handle> handle);
  const Chunk& chunk(std::int64_t number);

  std::filesystem::path path_;
  WavInfo info_;
  std::unique_ptr<Handle> handle_;
  std::int64_t chunk_frames_;
  std::vector<Chunk> chunks_;  ///< Newest first.
};

}  // namespace ampsweep::rig
