// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace ampsweep::rig::gui {

/// Commands on their way to the thread that carries them out, in order.
///
/// Thread: any.
template <class T>
class Inbox {
 public:
  void put(T command) {
    const std::scoped_lock lock{mutex_};
    queue_.push_back(std::move(command));
    changed_.notify_one();
  }
  /// The next one; empty when none came within `patience` or `stop` was requested.
  [[nodiscard]] std::optional<T> take(std::chrono::milliseconds patience,
                                      const std::stop_token& stop) {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, stop, patience, [this] { return !queue_.empty(); })) {
      return std::nullopt;
    }
    T command = std::move(queue_.front());
    queue_.pop_front();
    return command;
  }
  void clear() {
    const std::scoped_lock lock{mutex_};
    queue_.clear();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<T> queue_;
};

}  // namespace ampsweep::rig::gui
