// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/multisine_place.hpp"

#include <cmath>
#include <optional>
#include <string>

#include "analysis/multisine_judge.hpp"
#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kSilentRms = 1e-7;      ///< -140 dBFS: below any converter.
constexpr std::int64_t kGuardPart = 16;  ///< Of a period.

using Reason = Refusal::Reason;

std::optional<Refusal> unfit(std::span<const float> sound, const std::string& name) {
  if (!all_finite(sound)) return Refusal{Reason::NotFinite, "the " + name + " is not finite"};
  if (rms(sound) < kSilentRms) return Refusal{Reason::Silent, "the " + name + " is silent"};
  if (!clipped_runs(sound).empty()) {
    return Refusal{Reason::Clipped, "the " + name + " is clipped: record it at a lower level"};
  }
  return std::nullopt;
}

/// The span the whole stimulus takes up, or a refusal.
Measured<std::span<const float>> placed_stretch(std::span<const float> sound, double delay_samples,
                                            SampleCount length, const std::string& name) {
  const double whole = std::floor(delay_samples);
  if (whole < 0.0 ||
      whole + static_cast<double>(length.value()) > static_cast<double>(sound.size())) {
    return tl::unexpected(
        Refusal{Reason::TooShort, "the " + name + " does not hold the whole multisine"});
  }
  const auto stretch =
      sound.subspan(static_cast<std::size_t>(whole), static_cast<std::size_t>(length.value()));
  if (auto refusal = unfit(stretch, name)) return tl::unexpected(std::move(*refusal));
  return stretch;
}

}  // namespace

Measured<PlacedMultisine> place_multisine(const signals::MultisineSpec& spec,
                                          std::span<const float> output,
                                          std::span<const float> input, SampleRate rate,
                                          double delay_samples) {
  if (auto why = signals::objection(spec, rate); !why.empty()) {
    return tl::unexpected(Refusal{Reason::BadParameter, std::move(why)});
  }
  if (!std::isfinite(delay_samples)) {
    return tl::unexpected(Refusal{Reason::BadParameter, "the delay is not a number"});
  }
  const SampleCount length = signals::multisine_length(spec);
  const auto heard = placed_stretch(output, delay_samples, length, "recording");
  if (!heard) return tl::unexpected(heard.error());
  std::span<const float> played;
  if (!input.empty()) {
    const auto stretch = placed_stretch(input, delay_samples, length, "recorded input");
    if (!stretch) return tl::unexpected(stretch.error());
    played = *stretch;
  }
  PlacedMultisine placed;
  placed.bins = signals::multisine_bins(spec, rate);
  placed.periods = spec.periods;
  placed.hz_per_bin = static_cast<double>(rate.value()) / static_cast<double>(spec.period.value());
  placed.output_peak = peak(*heard);
  for (int m = 0; m < spec.realizations; ++m) {
    // Cut early: a place given somewhat late must not reach into the next realization.
    const std::int64_t guard = spec.period.value() / kGuardPart;
    const Periods periods{
        static_cast<std::size_t>(signals::multisine_run(spec, m).steady.value() - guard),
        static_cast<double>(guard) + delay_samples - std::floor(delay_samples),
        static_cast<std::size_t>(spec.period.value()), spec.periods};
    auto& lines = placed.realizations.emplace_back(average_periods(*heard, played, periods));
    const auto exact = signals::multisine_lines(spec, placed.bins, m);
    if (input.empty()) {
      for (std::size_t i = 0; i < exact.size(); ++i) {
        lines[static_cast<std::size_t>(placed.bins.excited[i])].input = exact[i];
      }
    } else if (auto refusal = wrong_input(placed, lines, exact, spec)) {
      return tl::unexpected(std::move(*refusal));
    }
  }
  if (auto refusal = not_this_multisine(placed, spec)) return tl::unexpected(std::move(*refusal));
  if (auto refusal = not_in_time(placed, spec, rate)) return tl::unexpected(std::move(*refusal));
  return placed;
}

}  // namespace ampsweep::analysis
