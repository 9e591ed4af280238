// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/moved_sound.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "analysis/realign.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::int64_t kReach = 256;  // more than half the taps of analysis::realign

}  // namespace

void MovedSound::read(int channel, std::int64_t first, std::span<double> into) {
  const std::int64_t end = first + static_cast<std::int64_t>(into.size());
  for (std::size_t s = 0; s < fix_.steps.size(); ++s) {
    const bool last = s + 1 == fix_.steps.size();
    const std::int64_t from = std::max(first, fix_.steps[s].from);
    const std::int64_t to = last ? end : std::min(end, fix_.steps[s + 1].from);
    if (from >= to) continue;
    read_step(
        channel, from, fix_.steps[s].delay_samples,
        into.subspan(static_cast<std::size_t>(from - first), static_cast<std::size_t>(to - from)));
  }
  if (fix_.invert) {
    for (double& sample : into) sample = -sample;
  }
}

void MovedSound::read_step(int channel, std::int64_t first, std::int64_t delay,
                           std::span<double> into) {
  if (fix_.drift_ppm == 0.0) {
    block_.resize(into.size());
    sound_.read(channel, first + delay, block_);
    std::copy(block_.begin(), block_.end(), into.begin());
    return;
  }
  const auto count = static_cast<std::int64_t>(into.size());
  const double stretch = 1.0 + fix_.drift_ppm * 1e-6;
  const double position = static_cast<double>(first) * stretch + static_cast<double>(delay);
  const std::int64_t begin = static_cast<std::int64_t>(std::floor(position)) - kReach;
  const auto span = static_cast<std::int64_t>(std::ceil(static_cast<double>(count) * stretch));
  block_.resize(static_cast<std::size_t>(span + 2 * kReach));
  sound_.read(channel, begin, block_);
  const auto moved = analysis::realign(block_, position - static_cast<double>(begin),
                                       fix_.drift_ppm, SampleCount{count});
  std::copy(moved.begin(), moved.end(), into.begin());
}

}  // namespace ampsweep::rig
