// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "rig/capture/progress.hpp"
#include "rig/capture/session.hpp"
#include "rig/cli/progress_line.hpp"
#include "rig/cli/side_writer.hpp"
#include "rig/cli/verbs.hpp"

namespace ampsweep::rig::cli {

/// Shows a running session: a progress line and notes on stderr, or with --json one object a line
/// on stdout ("note", "take", "summary").
class CaptureView {
 public:
  explicit CaptureView(const Shell& shell);
  void show(const SessionSnapshot& snapshot);
  /// The result, on stdout, and why it ended early, on stderr.
  void finish(const SessionSummary& summary, const std::string& dir);
  /// Only the latter: for a session whose takes are not the result yet.
  void explain_end(const SessionSummary& summary);

 private:
  void show_text(const SessionSnapshot& snapshot);
  void show_json(const SessionSnapshot& snapshot);

  const Shell& shell_;
  SideWriter err_;  ///< A terminal that takes nothing must not hold up the session.
  ProgressLine line_;
};

}  // namespace ampsweep::rig::cli
