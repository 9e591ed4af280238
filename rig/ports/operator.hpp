// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

namespace ampsweep::rig {

/// The person at the bench: asked to turn knobs, to arm the session, to confirm a check-list.
/// The terminal, the window and tests each have one.
class Operator {
 public:
  enum class Answer { Yes, No, Stopped };
  virtual ~Operator() = default;
  /// Shows `lines`, waits for a confirmation. Blocks; returns Stopped when stop is requested.
  [[nodiscard]] virtual Answer confirm(const std::string& title,
                                       const std::vector<std::string>& lines,
                                       const std::stop_token& stop) = 0;
};

}  // namespace ampsweep::rig
