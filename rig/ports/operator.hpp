// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ampsweep::rig {

/// A question that wants one line of text: what a meter reads.
struct TypedQuestion {
  std::string title;
  std::vector<std::string> lines;
  /// Called at least every 50 ms while the answer is awaited, on the asking thread: keeps a sound
  /// going meanwhile. False withdraws the question. May be empty.
  std::function<bool()> meanwhile{};
  bool may_be_empty{false};  ///< Enter alone is an answer.
};

/// One knob a person is to turn, in words.
struct KnobTurn {
  std::string name{};  ///< As printed on the panel.
  std::string from{};  ///< Where it stands; empty: not known.
  std::string to{};
};
/// "Treble: 3 -> 7.5", without the first value where it is not known.
[[nodiscard]] inline std::string line_of(const KnobTurn& turn) {
  return turn.name + ": " + (turn.from.empty() ? "" : turn.from + " -> ") + turn.to;
}

/// The person at the bench: asked to turn knobs, to arm the session, to confirm a check-list, to
/// read a meter. The terminal, the window and tests each have one.
class Operator {
 public:
  /// Undo, to turn_knobs() alone: the turn confirmed before this one was wrong.
  enum class Answer { Yes, No, Stopped, Undo };
  /// A check-list may be answered beforehand (--yes). Whether a knob was turned only a person who
  /// stands at the amp can know: an answer given for them would be a wrong label. GoOn: something
  /// was wrong and the session waits; also theirs alone.
  enum class Question { CheckList, TurnKnobs, GoOn };
  virtual ~Operator() = default;
  /// Shows `lines`, waits for a confirmation given after that. Blocks; returns Stopped when stop is
  /// requested.
  [[nodiscard]] virtual Answer confirm(Question question, const std::string& title,
                                       const std::vector<std::string>& lines,
                                       const std::stop_token& stop) = 0;
  /// Shows what is to be turned, as large as can be, waits for a confirmation given after that.
  [[nodiscard]] virtual Answer turn_knobs(const std::vector<KnobTurn>& turns,
                                          const std::stop_token& stop) {
    std::vector<std::string> lines;
    for (const KnobTurn& turn : turns) lines.push_back(line_of(turn));
    return confirm(Question::TurnKnobs, "Turn these knobs", lines, stop);
  }
  /// Shows the question, waits for a line typed after that. Blocks; nothing when stop is requested,
  /// when the question was withdrawn and when nobody can be asked. Never answered beforehand.
  [[nodiscard]] virtual std::optional<std::string> ask(const TypedQuestion& question,
                                                       const std::stop_token& stop) = 0;
};

}  // namespace ampsweep::rig
