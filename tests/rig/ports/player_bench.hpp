// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "rig/ports/take_player.hpp"

namespace ampsweep::test {

/// A TakePlayer with its memory, driven block by block through a wire of `delay` frames from its
/// first output to every input (times `wire_gain`). Callbacks must not be longer than `delay`
/// where it matters what comes back.
struct PlayerBench {
  rig::PlayerLimits limits;
  rig::StreamState state;
  rig::TakeMemory memory;
  std::vector<float> stimulus;
  std::vector<float> recording;
  std::vector<float> tap_low;
  std::vector<float> tap_high;
  std::vector<float> sent;      ///< Everything the first output ever carried.
  std::vector<float> returned;  ///< Everything the first input ever carried.
  std::size_t delay{480};
  float wire_gain{1.0F};
  bool beating{true};
  rig::TakePlayer player;

  static rig::PlayerLimits usual_limits() {
    rig::PlayerLimits limits;
    limits.gain.fill(1.0F);
    return limits;
  }

  explicit PlayerBench(const rig::PlayerLimits& wanted = usual_limits())
      : limits(wanted), player(limits, state, memory) {}

  /// Fills the take memory; the recording is marked with 99 so that unwritten frames show.
  void load(std::vector<float> samples, std::int64_t frames) {
    stimulus = std::move(samples);
    recording.assign(static_cast<std::size_t>(frames * limits.inputs), 99.0F);
    memory = {stimulus.data(), static_cast<std::int64_t>(stimulus.size()),
              frames,          recording.data(),
              frames,          tap_low.empty() ? nullptr : tap_low.data(),
              tap_high.data(), static_cast<std::int64_t>(tap_low.size())};
  }

  std::uint32_t begin() { return rig::request_begin(state); }

  /// Runs one callback.
  void run(std::uint32_t frames) {
    if (beating) state.beats.fetch_add(1);
    const auto channels = static_cast<std::size_t>(std::max(limits.inputs, limits.outputs));
    in_.resize(channels);
    out_.resize(channels);
    for (std::size_t c = 0; c < channels; ++c) {
      in_[c].resize(std::max<std::size_t>(in_[c].size(), frames));
      out_[c].resize(std::max<std::size_t>(out_[c].size(), frames));
    }
    for (std::uint32_t i = 0; i < frames; ++i) {
      const std::size_t now = returned.size();
      const float sample = now >= delay && now - delay < sent.size() ? sent[now - delay] : 0.0F;
      for (auto& channel : in_) channel[i] = sample * wire_gain;
      returned.push_back(sample * wire_gain);
    }
    std::vector<const float*> in(channels);
    std::vector<float*> out(channels);
    for (std::size_t c = 0; c < channels; ++c) {
      in[c] = in_[c].data();
      out[c] = out_[c].data();
    }
    player.process(out.data(), in.data(), frames);
    sent.insert(sent.end(), out_[0].begin(), out_[0].begin() + frames);
  }

  /// Runs callbacks of `block` frames until the take has ended; false after `limit` frames.
  bool run_to_end(std::uint32_t serial, std::uint32_t block, std::int64_t limit = 10'000'000) {
    for (std::int64_t done = 0; done < limit; done += block) {
      run(block);
      const auto now = rig::play_state(state, serial);
      if (now != rig::PlayState::Playing && now != rig::PlayState::Idle) return true;
    }
    return false;
  }

 private:
  std::vector<std::vector<float>> in_;
  std::vector<std::vector<float>> out_;
};

/// A tone at half of full scale.
inline std::vector<float> tone(std::size_t frames, double cycles_per_frame = 0.01) {
  std::vector<float> samples(frames);
  for (std::size_t i = 0; i < frames; ++i) {
    samples[i] = static_cast<float>(
        0.5 * std::cos(2.0 * std::numbers::pi * cycles_per_frame * static_cast<double>(i)));
  }
  return samples;
}

}  // namespace ampsweep::test
