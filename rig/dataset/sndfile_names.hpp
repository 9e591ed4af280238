// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sndfile.h>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace ampsweep::rig {

/// What reading and writing share of libsndfile. For wav_file.cpp and wav_write.cpp alone.

inline constexpr sf_count_t kBlockFrames = 16384;

struct CloseSound {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
using Sound = std::unique_ptr<SNDFILE, CloseSound>;

inline constexpr std::array kContainers{
    std::pair{SF_FORMAT_WAV, "wav"},   std::pair{SF_FORMAT_WAVEX, "wav"},
    std::pair{SF_FORMAT_RF64, "rf64"}, std::pair{SF_FORMAT_W64, "w64"},
    std::pair{SF_FORMAT_FLAC, "flac"}, std::pair{SF_FORMAT_AIFF, "aiff"}};

inline constexpr std::array kEncodings{
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

/// The first code of that name.
template <std::size_t N, class Code>
std::optional<int> sndfile_code(const std::array<std::pair<Code, const char*>, N>& names,
                           std::string_view name) {
  for (const auto& [value, known] : names) {
    if (known == name) return static_cast<int>(value);
  }
  return std::nullopt;
}

}  // namespace ampsweep::rig
