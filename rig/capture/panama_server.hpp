// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/capture/serve_panama.hpp"
#include "rig/capture/session.hpp"

namespace ampsweep::rig {

/// What became of one round.
struct PanamaTold {
  int points{0};               ///< Asked for.
  std::vector<int> delivered;  ///< Indices handed over now.
  std::vector<int> missing;    ///< Indices that could not be recorded.
  std::string other_input;     ///< See other_input(); "" when all is well.
};

/// How a front end takes part.
struct PanamaServing {
  int rounds{0};       ///< Ends after so many; 0: goes on until it is stopped.
  double poll_s{2.0};  ///< How often the folder is looked at.
  /// Carries a session out: run_job() with whatever is shown of it.
  std::function<SessionSummary(PanamaJob&)> record;
  std::function<void(const PanamaTold&)> tell;
  std::function<void()> wait{};  ///< Called each time it begins to wait for the trainer.
};

/// How serving ended.
struct PanamaEnd {
  int rounds{0};                            ///< Served.
  bool stopped{false};                      ///< While it waited.
  std::optional<SessionSummary> cut_short;  ///< The session that did not bring all of its takes.
};

/// Waits for the trainer's points, records them, hands them over, waits again. Points whose takes
/// were given up are told as missing and not tried again until the trainer asks for something else.
///
/// Throws: SetupError, of the desk, the round or the session. Thread: control.
[[nodiscard]] PanamaEnd serve_panama(const PanamaDesk& desk, const PanamaServing& serving,
                                     const std::stop_token& stop);

/// "4 of 5 points delivered, 1 are missing".
[[nodiscard]] std::string told_text(const PanamaTold& told);

/// What is wrong with the trainer's input, in words; "" when nothing is.
[[nodiscard]] std::string input_warning(const PanamaDesk& desk, const PanamaTold& told);

}  // namespace ampsweep::rig
