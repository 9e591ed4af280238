// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/loudest_match.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "analysis/matched_filter.hpp"
#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kStretchSeconds = 6.0;
constexpr double kMatchReachSeconds = 4.0;
constexpr double kLeastProminence = 6.0;
constexpr std::size_t kMostPlaces = 12;
constexpr std::int32_t kPlacesApart = 20;  ///< Of a second.
constexpr double kFitsAlike = 0.8;

/// Start of x's loudest stretch of so many samples. Read in half-second steps, so that nothing long
/// is held.
std::int64_t loudest_start(PairSource& pair, std::int64_t length) {
  const std::int64_t step = std::max<std::int64_t>(1, pair.rate().value() / 2);
  std::vector<float> piece(static_cast<std::size_t>(step));
  std::vector<double> energy;
  for (std::int64_t at = 0; at < pair.x_length(); at += step) {
    pair.read_x(at, piece);
    double sum = 0.0;
    for (const float sample : piece) sum += static_cast<double>(sample) * sample;
    energy.push_back(sum);
  }
  const auto count = static_cast<std::size_t>(std::max<std::int64_t>(1, length / step));
  std::size_t best = 0;
  double most = -1.0;
  for (std::size_t i = 0; i + count <= energy.size(); ++i) {
    double sum = 0.0;
    for (std::size_t j = i; j < i + count; ++j) sum += energy[j];
    if (sum > most) {
      most = sum;
      best = i;
    }
  }
  return static_cast<std::int64_t>(best) * step;
}

}  // namespace

Measured<LoudestMatch> match_loudest(PairSource& pair) {
  const auto rate = static_cast<double>(pair.rate().value());
  LoudestMatch found;
  found.length = std::min(static_cast<std::int64_t>(kStretchSeconds * rate), pair.x_length());
  found.start = loudest_start(pair, found.length);
  const auto reach = static_cast<std::int64_t>(kMatchReachSeconds * rate);
  std::vector<float> x(static_cast<std::size_t>(found.length));
  std::vector<float> y(static_cast<std::size_t>(found.length + 2 * reach));
  pair.read_x(found.start, x);
  pair.read_y(found.start - reach, y);
  found.loudness = rms(x);
  if (found.loudness == 0.0) {
    return tl::unexpected(Refusal{Refusal::Reason::Silent, "X is silent"});
  }
  const std::vector<double> precise(x.begin(), x.end());
  const auto matches =
      find_matches(precise, y, {0, 2 * reach}, kMostPlaces, pair.rate().value() / kPlacesApart);
  if (matches.empty() || matches.front().prominence < kLeastProminence) {
    return tl::unexpected(
        Refusal{Refusal::Reason::NoMatch, "the one sound was not found in the other"});
  }
  found.lag = matches.front().lag - reach;
  for (const Match& match : matches) {
    const bool alike =
        std::abs(match.correlation) > kFitsAlike * std::abs(matches.front().correlation);
    if (alike && std::abs(match.lag - reach) < std::abs(found.lag)) found.lag = match.lag - reach;
  }
  return found;
}

}  // namespace ampsweep::analysis
