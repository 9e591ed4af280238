// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "rig/ports/audio_port.hpp"
#include "rig/ports/take_player.hpp"

namespace ampsweep::rig {

/// One running duplex stream inside a worker process: it calls `player.process` for every period
/// from its construction to its destruction.
///
/// Thread: the worker's control thread. Calls may block; the parent kills the process then.
class WorkerStream {
 public:
  virtual ~WorkerStream() = default;
  [[nodiscard]] virtual StreamInfo info() const = 0;
  /// Called before each take: the wiring stands, without a break since it was made, and freewheel is
  /// on if asked for. Throws SetupError.
  virtual void before_take() = 0;
  virtual void after_take() = 0;
  /// Why the stream has ended, when it has.
  [[nodiscard]] virtual std::optional<std::string> lost() = 0;
};

/// What a stream is built from. References outlive the stream.
struct StreamParts {
  const StreamSpec& spec;
  TakePlayer& player;
  StreamState& state;
};

/// Throws SetupError{Device}.
using StreamFactory = std::function<std::unique_ptr<WorkerStream>(const StreamParts& parts)>;

}  // namespace ampsweep::rig
