// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/sweep_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "analysis/realign.hpp"

namespace ampsweep::rig::cli {
namespace {

constexpr double kSameFrequency = 0.03;  ///< Relative; a fade hides the very end of a sweep.

/// Refuses when the user named other frequencies than the stimulus holds.
void check_frequencies(const SweepRequest& request, const analysis::SweepShape& shape,
                       SampleRate rate) {
  const auto differs = [](double said, double found) {
    return said > 0.0 && std::abs(found / said - 1.0) > kSameFrequency;
  };
  if (differs(request.from_hz, shape.law.from.value()) ||
      differs(request.to_hz, shape.to(rate).value())) {
    throw SetupError(
        SetupKind::Data,
        fmt::format("{} sweeps from {:.1f} to {:.0f} Hz, not as --from-hz and --to-hz "
                    "say",
                    request.pair.stimulus, shape.law.from.value(), shape.to(rate).value()),
        "leave both out: they are read off the stimulus");
  }
}

/// Finds the stimulus anywhere in what came back.
analysis::DelayEstimate delay_of(const SweepSounds& sounds, SampleRate rate,
                                 const std::string& file) {
  const bool from_loopback = !sounds.loopback.empty();
  const auto heard = from_loopback ? sounds.loopback : sounds.recording;
  analysis::DelaySearch search;
  search.latest = std::max(search.latest, SampleCount{static_cast<std::int64_t>(heard.size())});
  auto delay = analysis::estimate_delay(sounds.stimulus, heard, rate, search);
  if (!delay && delay.error().reason == analysis::Refusal::Reason::NoMatch) {
    delay.error().detail +=
        ": another stimulus was played, it was recorded at another rate, or noise covers it";
  }
  return require(std::move(delay), file + (from_loopback ? " (loopback)" : ""));
}

/// ESR of the model on the stretch of the sweep where all orders were at full level.
SweepModel model_of(const analysis::SweepPackets& packets, const SweepFigures& figures, int powers,
                    const SweepSounds& sounds, double stimulus_at, const std::string& file) {
  SweepModel found{require(analysis::hammerstein(packets, powers), file), 0.0, {}, {}};
  found.from = Hertz{1.25 * packets.lowest_hz};
  found.to = Hertz{packets.highest_hz / 1.25};
  const auto index_of = [&](Hertz hz) {
    const auto into = samples(packets.sweep.law.time_at(hz), figures.rate);
    return static_cast<std::size_t>((figures.stimulus.start + into).value());
  };
  const auto predicted = analysis::predict(found.model, sounds.stimulus);
  const auto aligned =
      analysis::realign(sounds.recording, stimulus_at, 0.0,
                        SampleCount{static_cast<std::int64_t>(sounds.stimulus.size())});
  double error = 0.0;
  double signal = 0.0;
  for (std::size_t i = index_of(found.from); i < index_of(found.to); ++i) {
    const double miss = static_cast<double>(predicted[i]) - aligned[i];
    error += miss * miss;
    signal += aligned[i] * aligned[i];
  }
  found.esr_on_sweep = error / signal;
  return found;
}

}  // namespace

SweepFigures measure_sweep(const SweepRequest& request, const SweepSounds& sounds,
                           SampleRate rate) {
  SweepFigures figures;
  figures.rate = rate;
  figures.stimulus = require(analysis::find_sweep(sounds.stimulus, rate), request.pair.stimulus);
  const analysis::SweepShape& shape = figures.stimulus.shape;
  check_frequencies(request, shape, rate);
  const std::string& file = request.pair.recording;
  figures.delay = delay_of(sounds, rate, file);
  figures.delay_from = sounds.loopback.empty() ? "recording" : "loopback";
  const double stimulus_at = figures.delay.delay_samples +
                             (sounds.loopback.empty() ? 0.0 : request.loopback_offset_samples);
  const double sweep_at = stimulus_at + static_cast<double>(figures.stimulus.start.value());
  const auto packets = require(analysis::separate_orders(shape, sounds.recording, rate, sweep_at,
                                                         request.orders + analysis::kGhostOrders),
                               file);
  figures.response = require(analysis::sweep_response(packets, {request.orders, {}}), file);
  figures.distortion = analysis::sweep_distortion(figures.response);
  if (!sounds.loopback.empty()) {
    figures.linear =
        require(analysis::linear_response(shape, sounds.recording, sounds.loopback, rate,
                                          sweep_at - request.loopback_offset_samples,
                                          {request.loopback_offset_samples, {}}),
                file);
  }
  if (request.powers > 0) {
    figures.model = model_of(packets, figures, request.powers, sounds, stimulus_at, file);
  }
  if (!request.impulses.empty()) write_impulses(request, packets, figures);
  return figures;
}

}  // namespace ampsweep::rig::cli
