// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/amp_proof.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>

#include "analysis/fft.hpp"
#include "rig/capture/move_knobs.hpp"
#include "rig/model/knob.hpp"

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr double kLowestHz = 176.0;  ///< Above the mains and its strongest overtone.
constexpr int kOctaves = 6;
constexpr double kClearDb = 30.0;  ///< A response less far above its noise wanders by a dB.
constexpr double kHeardDb = 20.0;  ///< So does a band this far below the strongest.
constexpr double kAlikeDb = 1.0;
constexpr double kUnlikeDb = 2.0 * kAlikeDb;  ///< An amp that stands still fails one of the two.
constexpr auto kPatience = 20s;
constexpr auto kTryEvery = 1s;

bool turned_by_hand(const Knob& knob) {
  return std::holds_alternative<ManualControl>(knob.control);
}

/// By how much it does not sound there as it did; empty: it does.
Result<std::optional<double>> odd_at(Bench& bench, const Rig& rig, const HeardPlace& place,
                                     const std::stop_token& stop) {
  if (auto moved = move_knobs(bench, rig, place.setting, stop); !moved) {
    return tl::unexpected(moved.error());
  }
  const auto heard = listen({*bench.audio, *bench.clock, rig}, kListenLevel, place.setting, stop);
  if (!heard) return tl::unexpected(heard.error());
  const auto off = tap_difference_db(place.tap_db, tap_bands(*heard, rig.audio.rate));
  return off && *off > kAlikeDb ? off : std::nullopt;
}

Fault changed(const Rig& rig, const HeardPlace& place, double off_db) {
  return {
      FaultCode::AmpNotSteady,
      fmt::format("at {} the amp does not sound as it did before take {} ({:.1f} dB off): it may "
                  "have started anew with another preset, or a knob, a cable or the microphone "
                  "was moved",
                  describe(rig.knobs, place.setting), place.take, off_db)};
}

}  // namespace

std::vector<double> tap_bands(const TapReading& reading, SampleRate rate) {
  if (reading.response_above_noise_db < kClearDb) return {};
  analysis::RealFft fft(analysis::good_fft_size(reading.sure_response.size()));
  std::copy(reading.sure_response.begin(), reading.sure_response.end(), fft.time().begin());
  fft.forward();
  const double hz_per_bin = static_cast<double>(rate.value()) / static_cast<double>(fft.size());
  std::vector<double> bands;
  double from_hz = kLowestHz;
  for (int octave = 0; octave < kOctaves; ++octave, from_hz *= 2.0) {
    if (2.0 * from_hz > static_cast<double>(rate.value()) / 3.0) break;
    double power = 0.0;
    const auto first = static_cast<std::size_t>(std::ceil(from_hz / hz_per_bin));
    const auto last = static_cast<std::size_t>(2.0 * from_hz / hz_per_bin);
    for (std::size_t bin = first; bin <= last; ++bin) power += std::norm(fft.spectrum()[bin]);
    bands.push_back(10.0 * std::log10(power / static_cast<double>(last - first + 1) + 1e-40));
  }
  return bands;
}

std::optional<double> tap_difference_db(const std::vector<double>& known,
                                        const std::vector<double>& heard) {
  if (known.empty() || known.size() != heard.size()) return std::nullopt;
  const double strongest = *std::max_element(known.begin(), known.end());
  double worst = 0.0;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i] < strongest - kHeardDb) continue;
    worst = std::max(worst, std::abs(heard[i] - known[i]));
  }
  return worst;
}

std::vector<HeardPlace> places_to_prove(const Dataset& dataset) {
  const auto& knobs = dataset.rig.knobs;
  if (std::any_of(knobs.begin(), knobs.end(), turned_by_hand)) return {};
  std::vector<HeardPlace> heard;
  std::string last;
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* accepted = take.accepted();
    if (accepted == nullptr || accepted->attempt.tap_db.empty()) continue;
    heard.push_back({take.planned.id, take.planned.setting, accepted->attempt.tap_db});
    if (accepted->outcome->finished < last) continue;
    last = accepted->outcome->finished;
    std::swap(heard.front(), heard.back());
  }
  if (heard.empty()) return {};
  const HeardPlace newest = heard.front();
  std::vector<HeardPlace> places{newest};
  double most = kUnlikeDb;
  for (const HeardPlace& other : heard) {
    const auto unlike = tap_difference_db(newest.tap_db, other.tap_db);
    if (!unlike || *unlike < most) continue;
    most = *unlike;
    places.resize(1);
    places.push_back(other);
  }
  return places;
}

Result<void> prove_amp(Bench& bench, const Rig& rig, const std::vector<HeardPlace>& places,
                       const std::stop_token& stop) {
  const auto give_up_at = bench.clock->now() + kPatience;
  for (auto place = places.begin(); place != places.end();) {
    const auto odd = odd_at(bench, rig, *place, stop);
    if (!odd) return tl::unexpected(odd.error());
    if (!*odd) {
      ++place;
      continue;
    }
    const Fault fault = changed(rig, *place, **odd);
    if (bench.clock->now() >= give_up_at) return tl::unexpected(fault);
    if (!bench.clock->wait(kTryEvery, stop)) {
      return tl::unexpected(Fault{FaultCode::Stopped, "stopped while the amp was proven"});
    }
    for (const auto& actuator : bench.actuators) actuator->forget();
    place = places.begin();
  }
  return {};
}

}  // namespace ampsweep::rig
