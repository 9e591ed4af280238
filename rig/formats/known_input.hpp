// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "rig/formats/checked_sound.hpp"
#include "rig/verify/nam_threshold.hpp"

namespace ampsweep::rig::formats {

/// Where things are in one of the standard reamp inputs. Samples; negative counts from the end.
/// Source: training-formats.md 1.1 (nam/train/core.py 67-345). The files are never shipped.
struct KnownInput {
  const char* name;  ///< "NAM v3.0.0"
  const char* file;  ///< As it is handed out: "input.wav".
  int major;         ///< 4: Proteus.
  std::int32_t rate_hz;
  std::int64_t first_blips_start, blips_length;
  std::vector<std::int64_t> blips;  ///< Of the first group, from which latency is read.
  std::pair<std::int64_t, std::int64_t> noise;
  std::int64_t validation_length, validation_start;
  std::int64_t train_start, train_stop;
  const char* md5;        ///< Of the whole file.
  const char* start_md5;  ///< Of the samples as float64, head and tail ("weak"); "" = none.
  const char* end_md5;
  std::int64_t start_samples, end_samples;  ///< How many of them.
};

[[nodiscard]] const std::vector<KnownInput>& known_inputs();

struct Recognised {
  const KnownInput* input{nullptr};
  bool strong{
      false};  ///< By the whole file; else by head and tail (a re-encoded or changed middle).
};

/// As NAM's trainer recognises its inputs; nothing for any other file.
/// `audio`: that file. `inputs`: which ones there are; outlives the result.
/// Throws:  SetupError{Data}: the file changes while it is read.
/// Cost:    hashes the file. Memory: the longest head or tail of `inputs`.
[[nodiscard]] std::optional<Recognised> recognise(
    const std::filesystem::path& file, CheckedSound& audio,
    std::span<const KnownInput> inputs = known_inputs());

/// Where the trainer reads the latency of a recording of it, for nam_threshold().
[[nodiscard]] BlipLayout blip_layout(const KnownInput& input);

}  // namespace ampsweep::rig::formats
