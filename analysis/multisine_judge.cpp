// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/multisine_judge.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "analysis/multisine_match.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kLeastAgreement = 0.2;  ///< A hard limiter still reaches 0.6.
constexpr double kLeastInputAgreement = 0.7;
constexpr double kMostScatter = 0.5;  ///< Of one period's power: the rest repeats.
constexpr double kMostOutside = 0.5;  ///< Odd lines just out of band over those just inside.
constexpr std::size_t kEdgeLines = 32;
constexpr double kUnevenShare = 0.7;       ///< Of the way from "all periods differ" to "only one".
constexpr double kLeastUneven = 1e-6;      ///< Scatter over power: less does no harm.
constexpr double kMostPlaceSeconds = 0.1;  ///< Delay left over; more is another place.
constexpr double kDriftSigmas = 4.0;
constexpr double kDriftShare = 0.1;        ///< Of the noise that may come from two clocks.
constexpr double kLeastDriftError = 1e-9;  ///< ESR below which two clocks do not matter.

using Reason = Refusal::Reason;

std::vector<std::complex<double>> at_excited(const PlacedMultisine& placed,
                                             const std::vector<PeriodLine>& lines,
                                             std::complex<double> (*value)(const PeriodLine&)) {
  std::vector<std::complex<double>> values;
  for (const std::int64_t bin : placed.bins.excited) {
    values.push_back(value(lines[static_cast<std::size_t>(bin)]));
  }
  return values;
}

std::complex<double> cross(const PeriodLine& line) {
  return line.output * std::conj(line.input) / std::max(std::norm(line.input), 1e-300);
}

/// What the excited lines of one realization add up to.
struct Repeating {
  double common{0.0};   ///< Power that repeats.
  double scatter{0.0};  ///< Of one period.
  double first{0.0};    ///< Deviation of the first period from the mean.
  double last{0.0};
};

Repeating repeating(const PlacedMultisine& placed, std::size_t realization) {
  Repeating sum;
  for (std::size_t i = 0; i < placed.bins.excited.size(); ++i) {
    const PeriodLine& line = placed.at_excited(realization, i);
    sum.common += std::norm(line.output);
    sum.scatter += line.output_variance;
    sum.first += line.first_deviation;
    sum.last += line.last_deviation;
  }
  return sum;
}

/// Does one period make up the scatter alone? Two periods cannot tell.
bool stands_out(const Repeating& sum, double deviation, int periods) {
  if (periods < 3 || sum.scatter < kLeastUneven * sum.common) return false;
  const double even_share = 1.0 / periods;
  const double limit = even_share + kUnevenShare * (1.0 - 2.0 * even_share);
  return deviation > limit * (periods - 1.0) * sum.scatter;
}

/// Odd lines right outside the band must be weaker than those inside: distortion is, a wider
/// multisine is not.
bool wider_band(const PlacedMultisine& placed, std::size_t realization) {
  const auto& lines = placed.realizations[realization];
  const auto& excited = placed.bins.excited;
  const auto power_at = [&](std::int64_t bin) {
    return std::norm(lines[static_cast<std::size_t>(bin)].output);
  };
  const auto outside = [&](std::int64_t edge, std::int64_t step) {
    double power = 0.0;
    double count = 0.0;
    for (std::size_t i = 0; i < kEdgeLines; ++i) {
      const std::int64_t bin = edge + step * static_cast<std::int64_t>(i);
      if (bin < 1 || bin >= static_cast<std::int64_t>(lines.size())) break;
      power += power_at(bin);
      count += 1.0;
    }
    return count > 0.0 ? power / count : 0.0;
  };
  const std::size_t inside = std::min(kEdgeLines, excited.size());
  double low = 0.0;
  double high = 0.0;
  for (std::size_t i = 0; i < inside; ++i) {
    low += power_at(excited[i]) / static_cast<double>(inside);
    high += power_at(excited[excited.size() - 1 - i]) / static_cast<double>(inside);
  }
  const std::int64_t first = std::min(excited.front(), placed.bins.detection.front());
  const std::int64_t last = std::max(excited.back(), placed.bins.detection.back());
  return outside(first - 2, -2) > kMostOutside * low || outside(last + 2, 2) > kMostOutside * high;
}

/// Empty when this realization repeats and answers as one smooth response to its own phases.
std::string realization_fault(const PlacedMultisine& placed, std::size_t m, std::int64_t period) {
  const Repeating sum = repeating(placed, m);
  if (stands_out(sum, sum.last, placed.periods)) {
    return "ends with a period unlike the others: it does not stand at the given delay, or "
           "something disturbed it";
  }
  if (!(sum.scatter < kMostScatter * (sum.common + sum.scatter))) {
    return "does not repeat with the period of the multisine: another stimulus, or noise as "
           "strong as the sound";
  }
  const auto found = line_agreement(placed.bins.excited,
                                    at_excited(placed, placed.realizations[m], cross), period);
  if (found.agreement < std::max(kLeastAgreement, found.chance)) {
    return "does not answer to this multisine: another seed or stimulus";
  }
  if (wider_band(placed, m)) return "has lines beyond the band: another stimulus";
  return {};
}

LineAgreement summed_agreement(const PlacedMultisine& placed, std::int64_t period,
                               std::complex<double> (*value)(const PeriodLine&)) {
  std::vector<std::complex<double>> sum(placed.bins.excited.size());
  for (const auto& lines : placed.realizations) {
    const auto values = at_excited(placed, lines, value);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += values[i];
  }
  return line_agreement(placed.bins.excited, sum, period);
}

/// Share of the output's power that a delay growing by `step` samples a period turns into what
/// looks like noise, and the noise there is.
struct DriftError {
  double share{0.0};
  double noise{0.0};
};

DriftError drift_error(const PlacedMultisine& placed, const signals::MultisineSpec& spec,
                       double step) {
  const double periods = placed.periods;
  const double spread = step * step * (periods * periods - 1.0) / 12.0;  // between periods
  const double turn = 2.0 * std::numbers::pi / static_cast<double>(spec.period.value());
  double power = 0.0;
  DriftError error;
  for (const auto& lines : placed.realizations) {
    for (const std::int64_t bin : placed.bins.excited) {
      const PeriodLine& line = lines[static_cast<std::size_t>(bin)];
      const double radians = turn * static_cast<double>(bin);
      power += std::norm(line.output);
      error.share += std::norm(line.output) * radians * radians * spread;
      error.noise += line.output_variance;
    }
  }
  error.share /= power;
  error.noise /= power;
  return error;
}

}  // namespace

std::optional<Refusal> wrong_input(const PlacedMultisine& placed,
                                   const std::vector<PeriodLine>& lines,
                                   const std::vector<std::complex<double>>& exact,
                                   const signals::MultisineSpec& spec) {
  auto played = at_excited(placed, lines, [](const PeriodLine& line) { return line.input; });
  for (std::size_t i = 0; i < played.size(); ++i) played[i] *= std::conj(exact[i]);
  const auto found = line_agreement(placed.bins.excited, played, spec.period.value());
  if (found.agreement >= std::max(kLeastInputAgreement, found.chance)) return std::nullopt;
  return Refusal{Reason::NoMatch,
                 "the recorded input is not this multisine: another seed or stimulus"};
}

std::optional<Refusal> not_this_multisine(PlacedMultisine& placed,
                                          const signals::MultisineSpec& spec) {
  for (std::size_t m = 0; m < placed.realizations.size(); ++m) {
    const std::string fault = realization_fault(placed, m, spec.period.value());
    if (!fault.empty()) {
      return Refusal{Reason::NoMatch, "realization " + std::to_string(m + 1) + " " + fault};
    }
    const Repeating sum = repeating(placed, m);
    if (stands_out(sum, sum.first, placed.periods)) placed.settled = false;
  }
  return std::nullopt;
}

std::optional<Refusal> not_in_time(PlacedMultisine& placed, const signals::MultisineSpec& spec,
                                   SampleRate rate) {
  const std::int64_t period = spec.period.value();
  placed.residual_delay_samples = summed_agreement(placed, period, cross).delay_samples;
  if (std::abs(placed.residual_delay_samples) >
      kMostPlaceSeconds * static_cast<double>(rate.value())) {
    return Refusal{Reason::NoMatch,
                   "the multisine does not stand at the given delay: it lies " +
                       std::to_string(std::llround(placed.residual_delay_samples)) +
                       " samples further"};
  }
  const auto drift =
      summed_agreement(placed, period, [](const PeriodLine& line) { return line.step; });
  placed.clock_offset_ppm = 1e6 * drift.delay_samples / static_cast<double>(period);
  placed.clock_offset_sigma_ppm = 1e6 * drift.delay_sigma_samples / static_cast<double>(period);
  const DriftError error = drift_error(placed, spec, drift.delay_samples);
  if (std::abs(drift.delay_samples) > kDriftSigmas * drift.delay_sigma_samples &&
      error.share > kLeastDriftError && error.share > kDriftShare * error.noise) {
    return Refusal{Reason::Ambiguous, "the recording drifts " +
                                          std::to_string(placed.clock_offset_ppm) +
                                          " ppm against the stimulus: realign it first"};
  }
  return std::nullopt;
}

}  // namespace ampsweep::analysis
