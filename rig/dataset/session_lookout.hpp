// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

#include "rig/dataset/session_lock.hpp"

namespace ampsweep::rig {

/// Looks ten times a second whether a session has begun in a dataset, whoever runs it: listening is
/// off while a rig is armed. In a thread of its own, because a disk that is slow to answer would
/// cost the monitor its heartbeat.
class SessionLookout {
 public:
  explicit SessionLookout(std::filesystem::path dataset)
      : dataset_(std::move(dataset)), thread_([this](const std::stop_token& done) {
          while (!done.stop_requested() && !begun_) {
            begun_ = SessionLock::held(dataset_);
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
          }
        }) {}
  [[nodiscard]] bool begun() const { return begun_; }

 private:
  std::filesystem::path dataset_;
  std::atomic<bool> begun_{false};
  std::jthread thread_;  ///< Last: it uses the above.
};

}  // namespace ampsweep::rig
