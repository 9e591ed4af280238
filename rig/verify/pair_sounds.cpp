// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_sounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace ampsweep::rig {
namespace {

constexpr int kMostChannels = 64;
constexpr std::int32_t kLeastRate = 1000;
constexpr std::int32_t kHighestRate = 1000000;

std::int64_t left_of(const SoundReader& sound, std::int64_t start) {
  return std::max<std::int64_t>(0, sound.info().frames.value() - start);
}

/// What lies before the start is skipped: silence, not sound.
void read_from(SoundReader& sound, std::int64_t start, std::int64_t from, std::span<float> into) {
  sound.read(0, from + start, into);
  const auto before = std::clamp<std::int64_t>(-from, 0, static_cast<std::int64_t>(into.size()));
  if (start > 0) std::fill_n(into.begin(), before, 0.0F);
}

}  // namespace

Result<SoundReader> open_pair_sound(const std::filesystem::path& path) {
  auto reader = SoundReader::open(path);
  if (!reader) return reader;
  const WavInfo& info = reader->info();
  const auto refused = [&](const std::string& why) {
    return tl::unexpected(Fault{FaultCode::FormatMismatch, path.string() + " " + why});
  };
  if (info.channels < 1 || info.frames.value() < 1) return refused("holds no sound");
  if (info.channels > kMostChannels) {
    return refused(fmt::format("claims {} channels", info.channels));
  }
  if (info.rate.value() < kLeastRate || info.rate.value() > kHighestRate) {
    return refused(fmt::format("claims a rate of {} Hz", info.rate.value()));
  }
  return reader;
}

PairOfFiles::PairOfFiles(SoundReader& x, SoundReader& y, std::int64_t target_start)
    : x_(x),
      y_(y),
      x_start_(std::max<std::int64_t>(0, -target_start)),
      y_start_(std::max<std::int64_t>(0, target_start)) {}

std::int64_t PairOfFiles::x_length() const { return left_of(x_, x_start_); }
std::int64_t PairOfFiles::y_length() const { return left_of(y_, y_start_); }

void PairOfFiles::read_x(std::int64_t from, std::span<float> into) {
  read_from(x_, x_start_, from, into);
}

void PairOfFiles::read_y(std::int64_t from, std::span<float> into) {
  read_from(y_, y_start_, from, into);
}

}  // namespace ampsweep::rig
