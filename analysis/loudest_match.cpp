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
constexpr double kFitsHalf = 0.3;

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

/// Where y answers x[start .. start + length - 1], best first, and the rms of that stretch.
struct Answers {
  std::vector<Match> matches;  ///< Lags as they are, from -reach to reach.
  double loudness{0.0};
};

Answers answers_to(PairSource& pair, std::int64_t start, std::int64_t length, std::int64_t reach) {
  std::vector<float> x(static_cast<std::size_t>(length));
  std::vector<float> y(static_cast<std::size_t>(length + 2 * reach));
  pair.read_x(start, x);
  pair.read_y(start - reach, y);
  Answers answers{{}, rms(x)};
  if (answers.loudness == 0.0) return answers;
  const std::vector<double> precise(x.begin(), x.end());
  answers.matches =
      find_matches(precise, y, {0, 2 * reach}, kMostPlaces, pair.rate().value() / kPlacesApart);
  for (Match& match : answers.matches) match.lag -= reach;
  if (!answers.matches.empty() && answers.matches.front().prominence < kLeastProminence) {
    answers.matches.clear();
  }
  return answers;
}

/// Of the matches that reach so much of the best one, the nearest. Needs one.
std::int64_t nearest(const std::vector<Match>& matches, double share) {
  std::int64_t lag = matches.front().lag;
  for (const Match& match : matches) {
    const bool alike = std::abs(match.correlation) > share * std::abs(matches.front().correlation);
    if (alike && std::abs(match.lag) < std::abs(lag)) lag = match.lag;
  }
  return lag;
}

/// A slip inside the stretch leaves the right place half a match, and a sound that comes again fits
/// whole a period off: what the two ends of x say decides.
bool ends_agree(PairSource& pair, std::int64_t length, std::int64_t reach, std::int64_t lag) {
  const std::int64_t near = pair.rate().value() / kPlacesApart;
  for (const std::int64_t start : {std::int64_t{0}, pair.x_length() - length}) {
    const Answers end = answers_to(pair, start, length, reach);
    if (!end.matches.empty() && std::abs(nearest(end.matches, kFitsAlike) - lag) < near)
      return true;
  }
  return false;
}

}  // namespace

Measured<LoudestMatch> match_loudest(PairSource& pair) {
  const auto rate = static_cast<double>(pair.rate().value());
  LoudestMatch found;
  found.length = std::min(static_cast<std::int64_t>(kStretchSeconds * rate), pair.x_length());
  found.start = loudest_start(pair, found.length);
  const auto reach = static_cast<std::int64_t>(kMatchReachSeconds * rate);
  const Answers answers = answers_to(pair, found.start, found.length, reach);
  found.loudness = answers.loudness;
  if (found.loudness == 0.0) {
    return tl::unexpected(Refusal{Refusal::Reason::Silent, "X is silent"});
  }
  if (answers.matches.empty()) {
    return tl::unexpected(
        Refusal{Refusal::Reason::NoMatch, "the one sound was not found in the other"});
  }
  found.lag = nearest(answers.matches, kFitsAlike);
  const std::int64_t nearer = nearest(answers.matches, kFitsHalf);
  if (nearer != found.lag && ends_agree(pair, found.length, reach, nearer)) found.lag = nearer;
  return found;
}

}  // namespace ampsweep::analysis
