// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ampsweep::analysis {

/// What a detector says of a sound. CannotTell: this sound would not show the fault if it had it.
enum class Answer { No, Yes, CannotTell };

[[nodiscard]] constexpr const char* to_string(Answer answer) {
  switch (answer) {
    case Answer::No:
      return "no";
    case Answer::Yes:
      return "yes";
    case Answer::CannotTell:
      return "cannot tell";
  }
  return "cannot tell";
}

}  // namespace ampsweep::analysis
