// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/sound_spectrum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>
#include <vector>

#include "analysis/spectrum.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr std::size_t kShortest = 64;
constexpr double kHannBandwidth = 1.5;  // equivalent noise bandwidth, in lines

}  // namespace

std::shared_ptr<const TraceData> sound_spectrum(std::span<const float> sound, SampleRate rate,
                                                std::size_t window) {
  if (sound.size() < kShortest) return nullptr;
  const std::size_t segment = std::min(window, std::bit_floor(sound.size()));
  const auto spectrum = analysis::power_spectrum(sound, rate, segment);
  if (!spectrum) return nullptr;
  const double step = spectrum->step.value();
  std::vector<double> level(spectrum->density.size() - 1);
  for (std::size_t line = 0; line < level.size(); ++line) {
    // A sine of peak a has the power a^2 / 2, spread over the bandwidth of the window.
    const double power = spectrum->density[line + 1] * step * kHannBandwidth;
    level[line] = 10.0 * std::log10(2.0 * power);
  }
  return TraceData::uniform(step, step, std::move(level));
}

}  // namespace ampsweep::rig::gui
