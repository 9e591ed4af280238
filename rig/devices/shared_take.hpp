// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "rig/ports/stream_state.hpp"
#include "rig/ports/take_player.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// Memory that parent and worker share: StreamState, then stimulus, recording and tap corridor of
/// one take. Anonymous (memfd), of fixed size, allocated in full when created, so that no later
/// access can fail.
class SharedTake {
 public:
  /// Parent side. Throws SetupError when the memory is not there.
  SharedTake(int inputs, SampleCount longest_take);
  /// Worker side: the same sizes, from the descriptor it was given. All pages are mapped; locked
  /// in memory where the limit allows, used unlocked where not.
  SharedTake(int fd, int inputs, SampleCount longest_take);
  ~SharedTake();
  SharedTake(const SharedTake&) = delete;
  SharedTake& operator=(const SharedTake&) = delete;

  [[nodiscard]] int fd() const noexcept { return fd_; }
  [[nodiscard]] StreamState& state() const noexcept { return *state_; }
  [[nodiscard]] float* stimulus() const noexcept { return floats(0); }
  /// Channel `c` starts at c * capacity().
  [[nodiscard]] float* recording() const noexcept { return floats(capacity_); }
  [[nodiscard]] float* tap_low() const noexcept { return floats(capacity_ * (1 + inputs_)); }
  [[nodiscard]] float* tap_high() const noexcept { return tap_low() + tap_capacity(); }
  [[nodiscard]] std::int64_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] std::int64_t tap_capacity() const noexcept;

 private:
  void map(bool worker_side);
  [[nodiscard]] std::size_t bytes() const noexcept;
  [[nodiscard]] float* floats(std::int64_t offset) const noexcept { return samples_ + offset; }

  int fd_;
  std::int64_t inputs_;
  std::int64_t capacity_;
  void* base_{nullptr};
  StreamState* state_{nullptr};
  float* samples_{nullptr};
};

}  // namespace ampsweep::rig
