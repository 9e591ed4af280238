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
  /// A check-list may be answered beforehand (--yes). Whether a knob was turned only a person who
  /// stands at the amp can know: an answer given for them would be a wrong label.
  enum class Question { CheckList, TurnKnobs };
  virtual ~Operator() = default;
  /// Shows `lines`, waits for a confirmation given after that. Blocks; returns Stopped when stop is
  /// requested.
  [[nodiscard]] virtual Answer confirm(Question question, const std::string& title,
                                       const std::vector<std::string>& lines,
                                       const std::stop_token& stop) = 0;
};

}  // namespace ampsweep::rig
