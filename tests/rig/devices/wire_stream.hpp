// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "rig/devices/worker_stream.hpp"

namespace ampsweep::test {

/// A thread that calls a TakePlayer in real time; every input hears the first output one block
/// later. Faults are scheduled by the control thread, `n` blocks ahead.
class WireStream {
 public:
  static constexpr std::uint32_t kBlock = 480;

  explicit WireStream(const rig::StreamParts& parts) : parts_(parts), thread_([this] { run(); }) {}
  ~WireStream() {
    quit_ = true;
    thread_.join();
  }
  WireStream(const WireStream&) = delete;
  WireStream& operator=(const WireStream&) = delete;

  void glitch_after(int blocks) { glitch_in_ = blocks; }
  void mute_after(int blocks) { mute_in_ = blocks; }
  void stall_after(int blocks) { stall_in_ = blocks; }
  void server_gone_after(int blocks) { gone_in_ = blocks; }
  /// From the next block on: this share of its sample rate.
  void run_at(double share) { share_ = share; }

 private:
  static bool due(std::atomic<int>& countdown) {
    return countdown.load() > 0 && countdown.fetch_sub(1) == 1;
  }

  void run() {
    auto next = std::chrono::steady_clock::now();
    const std::chrono::duration<double> period{static_cast<double>(kBlock) /
                                               parts_.spec.audio.rate.value()};
    std::vector<std::vector<float>> out(rig::kMaxChannels, std::vector<float>(kBlock));
    std::vector<float> in(kBlock);
    std::array<float*, rig::kMaxChannels> outs{};
    std::array<const float*, rig::kMaxChannels> ins{};
    for (std::size_t c = 0; c < out.size(); ++c) outs[c] = out[c].data();
    ins.fill(in.data());
    bool muted = false;
    while (!quit_) {
      muted = muted || due(mute_in_);
      if (due(glitch_in_)) parts_.state.server_xruns.fetch_add(1);
      if (due(gone_in_)) parts_.state.server_gone.store(1);
      if (due(stall_in_)) return;
      parts_.player.process(outs.data(), ins.data(), kBlock);
      in = out[0];
      if (muted) std::fill(in.begin(), in.end(), 0.0F);
      next += std::chrono::duration_cast<std::chrono::steady_clock::duration>(period / share_.load());
      std::this_thread::sleep_until(next);
    }
  }

  rig::StreamParts parts_;
  std::atomic<bool> quit_{false};
  std::atomic<int> glitch_in_{0};
  std::atomic<int> mute_in_{0};
  std::atomic<int> stall_in_{0};
  std::atomic<int> gone_in_{0};
  std::atomic<double> share_{1.0};
  std::thread thread_;  ///< Last: it uses all of the above.
};

}  // namespace ampsweep::test
