// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/disk_room.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace ampsweep::rig {
namespace {

constexpr Seconds kLongestTail{2.0};
constexpr std::int64_t kRawBytes = 4;   // float32, every input
constexpr std::int64_t kTakeBytes = 3;  // 24 bit, every output but the loopback

}  // namespace

std::int64_t take_bytes(const Rig& rig, SampleCount stimulus) {
  const auto& inputs = rig.audio.inputs;
  const auto cuts = std::count_if(inputs.begin(), inputs.end(), [](const Channel& channel) {
    return channel.name != "loopback";
  });
  const std::int64_t recorded = (stimulus + samples(kLongestTail, rig.audio.rate)).value();
  return kRawBytes * static_cast<std::int64_t>(inputs.size()) * recorded +
         kTakeBytes * cuts * stimulus.value();
}

Result<std::int64_t> free_bytes(const std::filesystem::path& dir) {
  std::error_code error;
  const auto space = std::filesystem::space(dir, error);
  if (!error) return static_cast<std::int64_t>(space.available);
  return tl::unexpected(Fault{FaultCode::WriteFailed,
                              fmt::format("{} cannot be reached: {}: is its disk still plugged in?",
                                          dir.string(), error.message())});
}

Result<void> require_room(const std::filesystem::path& dir, std::int64_t bytes) {
  const auto free = free_bytes(dir);
  if (!free) return tl::unexpected(free.error());
  if (*free >= bytes) return {};
  return tl::unexpected(
      Fault{FaultCode::DiskFull, fmt::format("{} has {:.1f} MB free, the next take may need {:.1f} "
                                             "MB: free some space",
                                             dir.string(), static_cast<double>(*free) / 1e6,
                                             static_cast<double>(bytes) / 1e6)});
}

}  // namespace ampsweep::rig
