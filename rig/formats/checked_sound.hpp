// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "rig/dataset/sound_reader.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {

/// What one channel of a file holds, read once.
struct ChannelFigures {
  float least{0.0F};
  float most{0.0F};
  double peak{0.0};               ///< Largest |sample|.
  double energy{0.0};             ///< Sum of squares.
  bool finite{true};              ///< No sample is NaN or infinite.
  int longest_full_scale_run{0};  ///< Equal neighbours on the outermost code, at either polarity.
  std::int64_t changes{0};        ///< Samples that differ from the one before.
};

/// A file that a loader would take, looked at piece by piece: whatever its length, memory holds a
/// second of it or so.
///
/// Full scale = 1. Throws SetupError{Data} when the file changes while it is looked at.
/// Thread:  one at a time.
class CheckedSound {
 public:
  /// Reads it once. Faults: those of SoundReader::open, FileTruncated where decoding ends early.
  [[nodiscard]] static Result<CheckedSound> read(const std::filesystem::path& path);
  /// The same, or SetupError{Data}.
  [[nodiscard]] static CheckedSound required(const std::filesystem::path& path);
  [[nodiscard]] const WavInfo& info() const { return reader_.info(); }
  [[nodiscard]] SampleRate rate() const { return info().rate; }
  [[nodiscard]] SampleCount length() const { return info().frames; }
  /// Of each channel.
  [[nodiscard]] const std::vector<ChannelFigures>& figures() const { return figures_; }
  /// Samples of the first channel from `from` on; zeros outside the file.
  void samples(std::int64_t from, std::span<float> into) { reader_.read(0, from, into); }
  /// Largest |sample| of the first channel in [from, to), clamped to the file; 0 of nothing.
  [[nodiscard]] double peak_between(std::int64_t from, std::int64_t to);
  /// The last sample of the first channel in [from, to) that is not exactly zero.
  [[nodiscard]] std::optional<std::int64_t> last_nonzero(std::int64_t from, std::int64_t to);

  /// Energy of the difference over that of `b`'s, of the first channels: `length` samples of `a`
  /// from `a_from` and of `b` from `b_from`. Nothing where `b` is silent there. They may be one.
  [[nodiscard]] static std::optional<double> esr(CheckedSound& a, std::int64_t a_from,
                                                 CheckedSound& b, std::int64_t b_from,
                                                 std::int64_t length);

 private:
  explicit CheckedSound(SoundReader reader) : reader_(std::move(reader)) {}
  void look_through();

  SoundReader reader_;
  std::vector<ChannelFigures> figures_;
};

}  // namespace ampsweep::rig::formats
