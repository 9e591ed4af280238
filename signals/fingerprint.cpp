// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/fingerprint.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>

#include "signals/chirp.hpp"

namespace ampsweep::signals {

FingerprintSpec fingerprint_spec(std::vector<DbFsPeak> levels, SampleRate rate) {
  FingerprintSpec spec;
  const SampleRate made_for{48000};
  const auto scaled = [&](SampleCount n) { return samples(seconds(n, made_for), rate); };
  spec.levels = std::move(levels);
  spec.chirp.length = scaled(spec.chirp.length);
  spec.chirp.fade = scaled(spec.chirp.fade);
  spec.chirp.to = Hertz{std::min(spec.chirp.to.value(), 0.42 * rate.value())};
  spec.lead = scaled(spec.lead);
  spec.gap = scaled(spec.gap);
  spec.tail = scaled(spec.tail);
  return spec;
}

std::vector<SampleCount> chirp_starts(const FingerprintSpec& spec) {
  std::vector<SampleCount> starts;
  SampleCount at = spec.lead;
  for (std::size_t i = 0; i < spec.levels.size(); ++i) {
    starts.push_back(at);
    at = at + spec.chirp.length + spec.gap;
  }
  return starts;
}

SampleCount recorded_length(const FingerprintSpec& spec) {
  return chirp_starts(spec).back() + spec.chirp.length + spec.tail;
}

std::vector<float> fingerprint(const FingerprintSpec& spec, SampleRate rate, Decibels send_gain) {
  assert(!spec.levels.empty());
  std::vector<float> sound(static_cast<std::size_t>((recorded_length(spec) - spec.tail).value()));
  const auto starts = chirp_starts(spec);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    ChirpSpec one = spec.chirp;
    one.level = spec.levels[i] - send_gain;
    const auto samples = chirp(one, rate);
    std::copy(samples.begin(), samples.end(),
              sound.begin() + static_cast<std::ptrdiff_t>(starts[i].value()));
  }
  return sound;
}

}  // namespace ampsweep::signals
