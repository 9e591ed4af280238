// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/reverse_shift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "analysis/impulse_response.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/take_reader.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr std::size_t kMostTakes = 8;
constexpr double kMostSeconds = 10.0;  ///< Of sound to listen to.
constexpr double kLongestDelay = 0.05;
constexpr double kArrivalDb = -1.0;
/// Peak of a response over its RMS: noise reaches 4 in 50 ms, and 6 once in 100,000 times; an amp
/// with its cabinet 10 and more.
constexpr double kStandsOut = 6.0;
constexpr Hertz kLowest{60.0};

template <class T>
T readable(Result<T> result) {
  if (!result) throw SetupError(SetupKind::Data, result.error().detail, "ampsweep verify DIR");
  return std::move(*result);
}

bool stands_out(std::span<const double> response) {
  double peak = 0.0;
  double energy = 0.0;
  for (const double sample : response) {
    peak = std::max(peak, std::fabs(sample));
    energy += sample * sample;
  }
  return peak * peak * static_cast<double>(response.size()) > kStandsOut * kStandsOut * energy;
}

/// Samples by which one sound of the amp is late against what was played; -1: it does not answer.
SampleCount arrival(const ExportJob& job, std::span<const float> dry, std::span<const float> wet) {
  const double rate = job.dataset.rate.value();
  const auto response = static_cast<std::int64_t>(kLongestDelay * rate);
  const auto from = job.training.from.value();
  const auto most = static_cast<std::int64_t>(dry.size()) - response - from;
  const auto length =
      std::min({job.training.length.value(), most, static_cast<std::int64_t>(kMostSeconds * rate)});
  if (length < response || dry.size() != wet.size()) return SampleCount{-1};
  const auto at = static_cast<std::size_t>(from);
  const auto input = dry.subspan(at, static_cast<std::size_t>(length));
  const auto output = wet.subspan(at, static_cast<std::size_t>(length + response));
  const auto silent = [](std::span<const float> x) {
    return std::all_of(x.begin(), x.end(), [](float sample) { return sample == 0.0F; });
  };
  if (silent(input) || silent(output)) return SampleCount{-1};
  const auto heard =
      analysis::impulse_response(input, output, SampleCount{response}, job.dataset.rate, kLowest);
  return stands_out(heard) ? analysis::first_arrival(heard, kArrivalDb) : SampleCount{-1};
}

}  // namespace

SampleCount reverse_shift(const ExportJob& job) {
  const auto dry = readable(read_stimulus(job.dataset)).samples;
  std::int64_t latest = -1;
  double headroom = 0.0;
  const std::size_t count = std::min(kMostTakes, job.takes.size());
  for (std::size_t k = 0; k < count; ++k) {
    const ChosenTake& take = job.takes[k * job.takes.size() / count];
    headroom = std::max(headroom, take.outcome->measured.headroom_samples);
    for (const OutputFile& sound : take.sounds) {
      Outcome outcome;
      outcome.take_file = sound.file;
      outcome.take_sha256 = sound.sha256;
      const auto wet = readable(read_take(job.dataset, outcome));
      latest = std::max(latest, arrival(job, dry, wet).value());
    }
  }
  if (latest < 0) {
    throw SetupError(SetupKind::Data,
                     "no take answers its input: how late its sound is cannot be told",
                     "ampsweep verify DIR; an export without --reverse");
  }
  // Sound is not sooner than the head-room that was left before it: a blunt response may look so.
  const std::int64_t before = std::llround(std::ceil(headroom));
  return SampleCount{std::max(latest, before) + 1 + before};
}

}  // namespace ampsweep::rig::formats
