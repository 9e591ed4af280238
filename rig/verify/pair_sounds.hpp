// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "analysis/pair_source.hpp"
#include "rig/dataset/sound_reader.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// A file of a pair, ready to be read. Faults: those of SoundReader::open; FormatMismatch for an
/// empty one, for more than 64 channels, and for rates outside 1 kHz to 1 MHz: a header is only
/// believed so far, because buffers follow from it.
[[nodiscard]] Result<SoundReader> open_pair_sound(const std::filesystem::path& path);

/// The first channels of two files, from where their loader begins (SoundPair::target_start).
class PairOfFiles final : public analysis::PairSource {
 public:
  PairOfFiles(SoundReader& x, SoundReader& y, std::int64_t target_start);
  [[nodiscard]] SampleRate rate() const override { return x_.info().rate; }
  [[nodiscard]] std::int64_t x_length() const override;
  [[nodiscard]] std::int64_t y_length() const override;
  void read_x(std::int64_t from, std::span<float> into) override;
  void read_y(std::int64_t from, std::span<float> into) override;

 private:
  SoundReader& x_;
  SoundReader& y_;
  std::int64_t x_start_;
  std::int64_t y_start_;
};

}  // namespace ampsweep::rig
