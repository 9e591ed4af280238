// SPDX-License-Identifier: GPL-3.0-or-later
// What share of the period does the audio callback take?
//   ninja -C build/release callback_bench && build/release/tests/bench/callback_bench
// The whole of what runs in it: TakePlayer with send gain, ceiling, ramps, heartbeat, meters and
// the tap guard, 2 and 16 channels, 48 kHz. Wall time per call; the worst call includes whatever
// else the machine did meanwhile.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "rig/ports/take_player.hpp"

namespace {

using namespace ampsweep::rig;
using Clock = std::chrono::steady_clock;

constexpr double kRate = 48000.0;
constexpr std::int64_t kFrames = 20 * 48000;

void measure(int channels, std::uint32_t period) {
  PlayerLimits limits;
  limits.outputs = limits.inputs = channels;
  limits.gain.fill(0.5F);
  limits.tap_input = 0;
  const std::vector<float> stimulus(kFrames, 0.25F);
  std::vector<float> recording(static_cast<std::size_t>(kFrames * channels));
  const std::int64_t blocks = kFrames / TakePlayer::kTapBlock + 1;
  const std::vector<float> low(static_cast<std::size_t>(blocks), 0.0F);
  const std::vector<float> high(static_cast<std::size_t>(blocks), 2.0F);
  StreamState state;
  const TakeMemory memory{stimulus.data(), kFrames,    kFrames,     recording.data(),
                          kFrames,         low.data(), high.data(), blocks};
  TakePlayer player{limits, state, memory};
  std::vector<std::vector<float>> in(static_cast<std::size_t>(channels),
                                     std::vector<float>(period, 0.1F));
  auto out = in;
  std::vector<const float*> ins;
  std::vector<float*> outs;
  for (auto& channel : in) ins.push_back(channel.data());
  for (auto& channel : out) outs.push_back(channel.data());

  const auto serial = request_begin(state);
  std::vector<double> seconds;
  while (play_state(state, serial) != PlayState::Complete) {
    state.beats.fetch_add(1);
    const auto before = Clock::now();
    player.process(outs.data(), ins.data(), period);
    seconds.push_back(std::chrono::duration<double>(Clock::now() - before).count());
  }
  std::sort(seconds.begin(), seconds.end());
  const double budget = period / kRate;
  const auto share = [&](double of) {
    const auto at = static_cast<std::size_t>(of * static_cast<double>(seconds.size() - 1));
    return 100.0 * seconds[at] / budget;
  };
  std::printf(
      "%2d channels, period %4u: median %.3f %%, 99.9th percentile %.3f %%, worst %.3f %%\n",
      channels, period, share(0.5), share(0.999), share(1.0));
}

}  // namespace

int main() {
  for (const int channels : {2, 16}) {
    for (const std::uint32_t period : {32U, 128U, 1024U}) measure(channels, period);
  }
}
