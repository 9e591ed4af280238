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
constexpr double kHeardDb = 20.0;  ///< A band this far below the strongest wanders by a dB.
constexpr double kSilentDb = 100.0;
constexpr double kUnlikeDb = 2.0 * kAlikeDb;  ///< An amp that stands still fails one of the two.
constexpr std::size_t kNewest = 16;           ///< An amp drifts away from older takes.
constexpr int kHearings = 3;
constexpr int kRounds = 5;
constexpr auto kBetween = 1s;

Result<void> wait(Bench& bench, const std::stop_token& stop) {
  if (bench.clock->wait(kBetween, stop)) return {};
  return tl::unexpected(Fault{FaultCode::Stopped, "stopped while the amp was proven"});
}

/// By how much it does not sound there as it did; empty: it does.
Result<std::optional<double>> odd_at(Bench& bench, const Rig& rig, const HeardPlace& place,
                                     const std::stop_token& stop) {
  if (auto moved = move_knobs(bench, rig, place.setting, stop); !moved) {
    return tl::unexpected(moved.error());
  }
  for (int hearing = 1;; ++hearing) {
    const auto heard = listen({*bench.audio, *bench.clock, rig}, kListenLevel, place.setting, stop);
    if (!heard) return tl::unexpected(heard.error());
    const auto off =
        tap_difference_db(place.tap_db, tap_bands(*heard, rig.audio.rate, kHeardClearDb));
    if (!off || *off <= kAlikeDb) return std::nullopt;
    if (hearing == kHearings) return off;
    if (auto waited = wait(bench, stop); !waited) return tl::unexpected(waited.error());
  }
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

std::vector<double> tap_bands(const TapReading& reading, SampleRate rate, double clear_db) {
  if (reading.response_above_noise_db < clear_db) return {};
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
  if (known.empty()) return std::nullopt;
  if (heard.empty()) return kSilentDb;
  if (known.size() != heard.size()) return std::nullopt;
  const double strongest = *std::max_element(known.begin(), known.end());
  double worst = 0.0;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i] < strongest - kHeardDb) continue;
    worst = std::max(worst, std::abs(heard[i] - known[i]));
  }
  return worst;
}

std::vector<HeardPlace> heard_places(const Dataset& dataset) {
  if (any_turned_by_hand(dataset.rig.knobs)) return {};
  std::string since;
  for (const Event& event : dataset.events) {
    if (event.kind == kAmpTakenAsItIs) since = std::max(since, event.at);
  }
  std::vector<const TakeRecord*> newest;
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* accepted = take.accepted();
    if (accepted == nullptr || accepted->attempt.tap_db.empty()) continue;
    if (accepted->attempt.started > since) newest.push_back(&take);
  }
  std::stable_sort(newest.begin(), newest.end(), [](const TakeRecord* a, const TakeRecord* b) {
    return a->accepted()->outcome->finished > b->accepted()->outcome->finished;
  });
  newest.resize(std::min(newest.size(), kNewest));
  std::vector<HeardPlace> places;
  for (const TakeRecord* take : newest) {
    places.push_back({take->planned.id, take->planned.setting, take->accepted()->attempt.tap_db});
  }
  return places;
}

std::vector<HeardPlace> places_to_prove(const Dataset& dataset) {
  const std::vector<HeardPlace> heard = heard_places(dataset);
  if (heard.empty()) return {};
  std::vector<HeardPlace> places{heard.front()};
  double most = kUnlikeDb;
  for (const HeardPlace& place : heard) {
    const auto unlike = tap_difference_db(heard.front().tap_db, place.tap_db);
    if (!unlike || *unlike < most) continue;
    most = *unlike;
    places.resize(1);
    places.push_back(place);
  }
  return places;
}

bool are_unlike(const std::vector<HeardPlace>& places) {
  return std::any_of(places.begin(), places.end(), [&](const HeardPlace& place) {
    return tap_difference_db(places.front().tap_db, place.tap_db).value_or(0.0) >= kUnlikeDb;
  });
}

Result<int> prove_amp(Bench& bench, const Rig& rig, const std::vector<HeardPlace>& places,
                      const std::stop_token& stop) {
  int rounds = 1;
  for (auto place = places.begin(); place != places.end();) {
    const auto odd = odd_at(bench, rig, *place, stop);
    const bool unreached = !odd && odd.error().code == FaultCode::KnobNotReached;
    if (!odd && !unreached) return tl::unexpected(odd.error());
    if (odd && !*odd) {
      ++place;
      continue;
    }
    if (rounds++ == kRounds) {
      if (odd) return tl::unexpected(changed(rig, *place, **odd));
      if (place == places.begin()) return tl::unexpected(odd.error());
      return 1;
    }
    if (auto waited = wait(bench, stop); !waited) return tl::unexpected(waited.error());
    for (const auto& actuator : bench.actuators) actuator->forget();
    place = places.begin();
  }
  return static_cast<int>(places.size());
}

Result<HeardAgain> hear_places(Bench& bench, const Rig& rig, const std::vector<HeardPlace>& places,
                               const std::stop_token& stop) {
  HeardAgain heard;
  for (const HeardPlace& place : places) {
    for (const auto& actuator : bench.actuators) actuator->forget();
    const auto odd = odd_at(bench, rig, place, stop);
    if (!odd && odd.error().code == FaultCode::KnobNotReached) continue;
    if (!odd) return tl::unexpected(odd.error());
    (*odd ? heard.odd : heard.hold).push_back(place);
  }
  return heard;
}

}  // namespace ampsweep::rig
