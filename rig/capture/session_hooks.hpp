// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/capture/progress.hpp"
#include "rig/dataset/dataset_writer.hpp"
#include "rig/ports/hooks.hpp"

namespace ampsweep::rig {

/// Tells the user's hooks how a session goes, from its snapshots; what goes wrong with a hook
/// becomes an event of the ledger. With no hooks it does nothing.
///
/// Thread: control.
class SessionHooks {
 public:
  /// Both outlive it; `hooks` may be nullptr.
  SessionHooks(Hooks* hooks, DatasetWriter& writer) : hooks_(hooks), writer_(writer) {}

  void see(const SessionSnapshot& now);
  /// The session could not begin.
  void failed(const std::string& why);
  /// Waits for the hooks that run, each within its own time.
  void end();

 private:
  void tell(const std::string& event, const std::string& text);
  void note(const std::vector<std::string>& complaints);

  Hooks* hooks_;
  DatasetWriter& writer_;
  SessionSnapshot last_;
  bool started_{false};
  bool ended_{false};
};

}  // namespace ampsweep::rig
