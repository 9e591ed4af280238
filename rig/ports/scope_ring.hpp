// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ampsweep::rig {

inline constexpr int kMaxChannels = 16;

/// What every input heard last, for eyes only: takes are recorded elsewhere. Written by the audio
/// side, read by anybody. Plain lock-free atomics: it may live in memory shared by two processes.
struct ScopeRing {
  static constexpr std::uint64_t kFrames = 16384;
  /// Most that can be read at a time: the rest is room for the writer to run on meanwhile.
  static constexpr std::uint64_t kReadable = kFrames / 2;

  std::atomic<std::uint64_t> written{0};  ///< Frames since the stream opened.
  std::atomic<float> samples[kMaxChannels][kFrames]{};

  /// Audio side: frame `at` of one input; publish() once all inputs of the block have theirs.
  void put(int channel, std::uint64_t at, float sample) noexcept {
    samples[channel][at % kFrames].store(sample, std::memory_order_relaxed);
  }
  void publish(std::uint64_t frames) noexcept { written.store(frames, std::memory_order_release); }
};
static_assert(std::atomic<float>::is_always_lock_free);
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

/// The newest `frames` (at most kReadable) of inputs 0 to `channels` - 1; fewer when fewer were
/// heard, none when the writer overtook the reader.
[[nodiscard]] inline std::vector<std::vector<float>> newest(const ScopeRing& ring, int channels,
                                                            std::uint64_t frames) {
  const auto end = ring.written.load(std::memory_order_acquire);
  const auto count = std::min({frames, ScopeRing::kReadable, end});
  std::vector<std::vector<float>> heard(static_cast<std::size_t>(channels));
  for (int c = 0; c < channels; ++c) {
    auto& channel = heard[static_cast<std::size_t>(c)];
    channel.reserve(count);
    for (auto at = end - count; at < end; ++at) {
      // Acquire keeps the load of `written` below behind these (TSan knows no fences).
      channel.push_back(ring.samples[c][at % ScopeRing::kFrames].load(std::memory_order_acquire));
    }
  }
  const bool overtaken =
      ring.written.load(std::memory_order_relaxed) - end > ScopeRing::kFrames - count;
  return overtaken ? std::vector<std::vector<float>>(static_cast<std::size_t>(channels)) : heard;
}

}  // namespace ampsweep::rig
