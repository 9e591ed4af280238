// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/power.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
namespace ampsweep::analysis {
namespace {

constexpr std::array<double, 3> kCustomaryLimits{0.01, 0.05, 0.10};
constexpr double kLeastThd = 1e-9;  ///< Stands for "none" where a logarithm is taken.

/// A property of a rung on a scale where straight lines join the rungs.
using Scale = std::function<double(const DrivePoint&)>;

double log_thd(const DrivePoint& point) { return std::log(std::max(point.thd, kLeastThd)); }
double log_output(const DrivePoint& point) { return std::log(point.output.value()); }

/// The rung at `share` of the way from a to b.
DrivePoint between(const DrivePoint& a, const DrivePoint& b, double share) {
  return {a.input + (b.input - a.input) * share,
          Volts{std::exp(std::lerp(log_output(a), log_output(b), share))},
          std::exp(std::lerp(log_thd(a), log_thd(b), share))};
}

/// First upward crossing of `wanted`. Needs two rungs in ascending order.
Crossing upward_crossing(const std::vector<DrivePoint>& ladder, const Scale& scale, double wanted) {
  Crossing crossing;
  bool found = false;
  for (std::size_t i = 1; i < ladder.size(); ++i) {
    const double low = scale(ladder[i - 1]);
    const double high = scale(ladder[i]);
    if (low >= wanted || high < wanted) continue;
    if (found) {
      crossing.only = false;
      return crossing;
    }
    found = true;
    crossing.reach = Reach::Found;
    crossing.at = between(ladder[i - 1], ladder[i], (wanted - low) / (high - low));
    crossing.below = ladder[i - 1];
    crossing.above = ladder[i];
  }
  if (found) return crossing;
  const bool above = scale(ladder.back()) >= wanted;  // and so at every rung since the last fall
  crossing.reach = above ? Reach::AlreadyAbove : Reach::NotReached;
  crossing.at = crossing.below = crossing.above = above ? ladder.front() : ladder.back();
  return crossing;
}

Refusal ladder_refusal(Refusal::Reason reason, const char* detail) { return {reason, detail}; }

/// Rungs by ascending input level.
Measured<std::vector<DrivePoint>> sorted_ladder(std::span<const DrivePoint> ladder) {
  if (ladder.size() < 2) {
    return tl::unexpected(
        ladder_refusal(Refusal::Reason::TooShort, "a level ladder needs at least two rungs"));
  }
  for (const DrivePoint& point : ladder) {
    if (!std::isfinite(point.input.value()) || !std::isfinite(point.output.value()) ||
        !std::isfinite(point.thd) || point.output.value() <= 0.0 || point.thd < 0.0) {
      return tl::unexpected(
          ladder_refusal(Refusal::Reason::BadParameter,
                         "a rung of the level ladder has no finite level, output and distortion"));
    }
  }
  std::vector<DrivePoint> sorted(ladder.begin(), ladder.end());
  const auto lower = [](const DrivePoint& a, const DrivePoint& b) { return a.input < b.input; };
  std::stable_sort(sorted.begin(), sorted.end(), lower);
  const auto same = [](const DrivePoint& a, const DrivePoint& b) { return a.input == b.input; };
  if (std::adjacent_find(sorted.begin(), sorted.end(), same) != sorted.end()) {
    return tl::unexpected(ladder_refusal(Refusal::Reason::BadParameter,
                                         "two rungs of the level ladder have one input level"));
  }
  return sorted;
}

}  // namespace

Watts power_into(Volts volts, Ohms load) {
  return Watts{volts.value() * volts.value() / load.value()};
}
Volts volts_for(Watts power, Ohms load) { return Volts{std::sqrt(power.value() * load.value())}; }

const char* to_string(Reach reach) {
  switch (reach) {
    case Reach::Found:
      return "found";
    case Reach::NotReached:
      return "not reached";
    case Reach::AlreadyAbove:
      return "already above";
  }
  return "";
}

Measured<std::vector<PowerAtThd>> power_at_thd(std::span<const DrivePoint> ladder, Ohms load,
                                               std::span<const double> limits) {
  const auto positive = [](double x) { return x > 0.0 && std::isfinite(x); };
  if (!positive(load.value()) || !std::all_of(limits.begin(), limits.end(), positive)) {
    return tl::unexpected(ladder_refusal(Refusal::Reason::BadParameter,
                                         "a load and a distortion limit must be above 0"));
  }
  const auto sorted = sorted_ladder(ladder);
  if (!sorted) return tl::unexpected(sorted.error());
  std::vector<PowerAtThd> powers;
  for (const double limit : limits) {
    PowerAtThd power;
    power.thd = limit;
    power.crossing = upward_crossing(*sorted, log_thd, std::log(limit));
    power.power = power_into(power.crossing.at.output, load);
    power.power_low = power_into(power.crossing.below.output, load);
    power.power_high = power_into(power.crossing.above.output, load);
    powers.push_back(power);
  }
  return powers;
}

Measured<std::vector<PowerAtThd>> power_at_thd(std::span<const DrivePoint> ladder, Ohms load) {
  return power_at_thd(ladder, load, kCustomaryLimits);
}

Measured<Crossing> input_sensitivity(std::span<const DrivePoint> ladder, Volts wanted) {
  if (!(wanted.value() > 0.0)) {
    return tl::unexpected(
        ladder_refusal(Refusal::Reason::BadParameter, "the wanted output must be above 0 V"));
  }
  const auto sorted = sorted_ladder(ladder);
  if (!sorted) return tl::unexpected(sorted.error());
  return upward_crossing(*sorted, log_output, std::log(wanted.value()));
}

Measured<Crossing> input_sensitivity(std::span<const DrivePoint> ladder, Watts wanted, Ohms load) {
  if (!(load.value() > 0.0) || !(wanted.value() > 0.0)) {
    return tl::unexpected(ladder_refusal(Refusal::Reason::BadParameter,
                                         "the wanted power and the load must be above 0"));
  }
  return input_sensitivity(ladder, volts_for(wanted, load));
}

}  // namespace ampsweep::analysis
