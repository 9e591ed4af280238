// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/capture/progress.hpp"
#include "rig/dataset/dataset_writer.hpp"
#include "rig/ports/audio_port.hpp"
#include "rig/ports/clock.hpp"

namespace ampsweep::rig {

/// What a session tells: snapshots to whoever watches, remarkable events into the ledger too.
class SessionLog {
 public:
  /// All outlive this.
  SessionLog(DatasetWriter& writer, const Clock& clock, const SessionObserver& observer)
      : writer_(writer), clock_(clock), observer_(observer) {}

  SessionSnapshot now;  ///< Changed by the session between two tellings.

  /// `message`: what the watchers and the hooks are told with it; not an event of the ledger.
  void show(SessionState state, const std::string& message = {});
  /// With what the inputs hear while nothing is played.
  void show_idle(SessionState state, AudioPort& audio);
  void show_playing(const PortStatus& status, SampleCount frames);
  /// Into the ledger alone.
  void record(const std::string& kind, const std::string& text);
  /// Into the ledger and to whoever watches. The ledger's log is a convenience: a full disk is
  /// noticed where it matters, by the takes.
  void note(const std::string& kind, const std::string& text);

 private:
  void tell() const;

  DatasetWriter& writer_;
  const Clock& clock_;
  const SessionObserver& observer_;
};

}  // namespace ampsweep::rig
