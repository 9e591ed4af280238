// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/steady_check.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kLeastToneSamples = 64;
constexpr int kClippedRun = 4;

}  // namespace

std::optional<Refusal> unusable_sound(std::span<const float> x) {
  if (!all_finite(x)) {
    return Refusal{Refusal::Reason::NotFinite, "the recording holds values that are no numbers"};
  }
  if (x.size() < kLeastToneSamples) {
    return Refusal{Refusal::Reason::TooShort, "the recording is shorter than 64 samples"};
  }
  if (std::all_of(x.begin(), x.end(), [&](float value) { return value == x.front(); })) {
    return Refusal{Refusal::Reason::Silent, "the recording is silent"};
  }
  const auto runs = clipped_runs(x);  // beyond 1 a file in floating point is only loud
  if (std::any_of(runs.begin(), runs.end(), [](const ClippedRun& run) {
        return run.length.value() >= kClippedRun && std::abs(run.value) <= 1.0F;
      })) {
    return Refusal{Refusal::Reason::Clipped,
                   "the recording is clipped at full scale: its harmonics are the converter's"};
  }
  return std::nullopt;
}

}  // namespace ampsweep::analysis
