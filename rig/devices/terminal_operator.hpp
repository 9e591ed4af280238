// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/ports/operator.hpp"

namespace ampsweep::rig {

/// What is answered when nobody is asked.
enum class AssumedAnswer { None, Yes };

/// The person at the terminal: prompts on stderr, reads a line from stdin. "y" and "yes" confirm,
/// for a knob Enter alone does too; anything else, and end of input, is No. What was typed before
/// the question is thrown away: it was no answer to it. Stop ends the wait within 100 ms.
///
/// A stdin that is not a terminal answers No and says why, so that an unattended run cannot arm an
/// amp by accident; AssumedAnswer::Yes (`--yes`) answers check-lists with Yes and prints what was
/// confirmed, but never says that a knob was turned.
class TerminalOperator final : public Operator {
 public:
  explicit TerminalOperator(AssumedAnswer answer = AssumedAnswer::None);
  /// For tests: any pair of descriptors; `interactive` stands for isatty().
  TerminalOperator(int in_fd, int out_fd, bool interactive, AssumedAnswer answer);

  /// Enter (or y): done; u: the turn before was wrong; n: refused. On a terminal that is wide
  /// enough the values stand in block letters, to be read from the amp.
  [[nodiscard]] Answer turn_knobs(const std::vector<KnobTurn>& turns,
                                  const std::stop_token& stop) override;
  [[nodiscard]] Answer confirm(Question question, const std::string& title,
                               const std::vector<std::string>& lines,
                               const std::stop_token& stop) override;
  /// The line without blanks at its ends. A stdin that is no terminal gives nothing and says why.
  [[nodiscard]] std::optional<std::string> ask(const TypedQuestion& question,
                                               const std::stop_token& stop) override;

 private:
  /// The line that was typed; nothing at the end of input and when stop is requested.
  [[nodiscard]] std::optional<std::string> answer_to(const std::string& prompt,
                                                     const std::stop_token& stop) const;
  void show(const std::string& title, const std::vector<std::string>& lines) const;
  void say(const std::string& text) const;

  int in_fd_;
  int out_fd_;
  bool interactive_;
  AssumedAnswer answer_;
};

}  // namespace ampsweep::rig
