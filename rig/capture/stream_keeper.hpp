// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "rig/ports/audio_port.hpp"
#include "rig/ports/clock.hpp"

namespace ampsweep::rig {

/// Holds the session's one stream open. Each open is a new epoch, told to `on_epoch`.
class StreamKeeper {
 public:
  using OnEpoch = std::function<int(const StreamInfo&)>;  ///< Returns the epoch's number.

  StreamKeeper(AudioPort& port, Clock& clock, StreamSpec spec, OnEpoch on_epoch);
  ~StreamKeeper();
  StreamKeeper(const StreamKeeper&) = delete;
  StreamKeeper& operator=(const StreamKeeper&) = delete;

  /// First open. Throws SetupError{Device}.
  void open();
  /// Closes and opens again, waiting 1 s between tries, `tries` times at most; false when it never
  /// came back or stop was requested.
  [[nodiscard]] bool reopen(int tries, const std::stop_token& stop);
  [[nodiscard]] int epoch() const { return epoch_; }
  [[nodiscard]] AudioPort& port() { return port_; }
  [[nodiscard]] const std::string& last_error() const { return last_error_; }

 private:
  AudioPort& port_;
  Clock& clock_;
  StreamSpec spec_;
  OnEpoch on_epoch_;
  int epoch_{0};
  std::string last_error_;
};

}  // namespace ampsweep::rig
