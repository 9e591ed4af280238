// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/pair_alignment.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "analysis/matched_filter.hpp"
#include "analysis/realign.hpp"
#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kLoudestSeconds = 10.0;
constexpr double kPairSearchSeconds = 10.0;

/// Start of the loudest `length` samples, on a grid of a tenth of that.
std::size_t loudest_stretch(std::span<const float> x, std::size_t length) {
  if (x.size() <= length) return 0;
  const std::size_t step = std::max<std::size_t>(length / 10, 1);
  std::size_t best = 0;
  double best_energy = -1.0;
  for (std::size_t at = 0; at + length <= x.size(); at += step) {
    double energy = 0.0;
    for (const float sample : x.subspan(at, length)) {
      energy += static_cast<double>(sample) * static_cast<double>(sample);
    }
    if (energy > best_energy) {
      best_energy = energy;
      best = at;
    }
  }
  return best;
}

/// The part of the reference that is looked for, and where.
struct Sought {
  std::span<const float> part;
  std::int64_t place{0};  ///< Of the part in the reference.
  LagRange lags;
};

Sought loudest_part(std::span<const float> reference, SampleRate rate) {
  const double fs = static_cast<double>(rate.value());
  const auto length = static_cast<std::size_t>(std::max(kLoudestSeconds * fs, 1.0));
  const std::size_t at = loudest_stretch(reference, length);
  const auto place = static_cast<std::int64_t>(at);
  const auto reach = static_cast<std::int64_t>(kPairSearchSeconds * fs);
  return {reference.subspan(at, std::min(length, reference.size() - at)),
          place,
          {place - reach, place + reach}};
}

/// The delay to undo: whole where the estimate cannot tell it from whole.
double delay_to_undo(const DelayEstimate& found) {
  const double delay = found.polarity != 0 ? found.delay_samples : found.peak_delay_samples;
  const double whole = std::round(delay);
  return std::abs(delay - whole) <= 4.0 * found.delay_sigma_samples ? whole : delay;
}

}  // namespace

Measured<DelayEstimate> delay_of_loudest(std::span<const float> reference,
                                         std::span<const float> recording, SampleRate rate) {
  const Sought sought = loudest_part(reference, rate);
  auto found = estimate_delay(sought.part, recording, rate,
                              {SampleCount{sought.lags.first}, SampleCount{sought.lags.last}});
  if (!found) return found;
  found->delay_samples -= static_cast<double>(sought.place);
  found->peak_delay_samples -= static_cast<double>(sought.place);
  return found;
}

Measured<SampleCount> coarse_delay_of_loudest(std::span<const float> reference,
                                              std::span<const float> recording, SampleRate rate) {
  const Sought sought = loudest_part(reference, rate);
  if (peak(sought.part) == 0.0 || peak(recording) == 0.0) {
    return tl::unexpected(Refusal{Refusal::Reason::Silent, "one of the two sounds is silent"});
  }
  const std::vector<double> precise(sought.part.begin(), sought.part.end());
  const auto matches = find_matches(precise, recording, sought.lags);
  if (matches.empty() || matches.front().prominence < 8.0) {
    return tl::unexpected(
        Refusal{Refusal::Reason::NoMatch, "the one sound was not found in the other"});
  }
  return SampleCount{matches.front().lag - sought.place};
}

Measured<AlignedPair> align_pair(std::span<const float> output, std::span<const float> target,
                                 SampleRate rate) {
  const auto found = delay_of_loudest(target, output, rate);
  if (!found) return tl::unexpected(found.error());
  AlignedPair pair;
  pair.found = *found;
  const double delay = delay_to_undo(*found);
  pair.applied_delay_samples = delay;
  // target[n] stands at output position n + delay, which must be inside.
  const auto first = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(-delay)));
  const auto end =
      std::min(static_cast<std::int64_t>(target.size()),
               static_cast<std::int64_t>(std::floor(static_cast<double>(output.size()) - delay)));
  if (end - first < 64) {
    return tl::unexpected(
        Refusal{Refusal::Reason::TooShort, "the two sounds overlap by less than 64 samples"});
  }
  pair.from = SampleCount{first};
  const auto moved =
      realign(output, delay + static_cast<double>(first), 0.0, SampleCount{end - first});
  pair.output.reserve(moved.size());
  for (const double sample : moved) pair.output.push_back(static_cast<float>(sample));
  pair.target.assign(target.begin() + first, target.begin() + end);
  return pair;
}

double best_gain(std::span<const float> output, std::span<const float> target) {
  assert(output.size() == target.size());
  double cross = 0.0;
  double power = 0.0;
  for (std::size_t n = 0; n < output.size(); ++n) {
    cross += static_cast<double>(output[n]) * static_cast<double>(target[n]);
    power += static_cast<double>(output[n]) * static_cast<double>(output[n]);
  }
  return power > 0.0 ? cross / power : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace ampsweep::analysis
